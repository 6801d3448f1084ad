-- Works on mine.strat in Neovim as its author would, and writes what it saw to seen.json: one entry for each step.

local seen = {}

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

local function wait(what, is_there)
  if not vim.wait(20000, is_there, 20) then error('waited in vain for ' .. what) end
end

-- Puts the cursor on the first occurrence of a text.
local function go(text, by)
  for row, line in ipairs(lines()) do
    local column = line:find(text, 1, true)
    if column then return vim.api.nvim_win_set_cursor(0, { row, column - 1 + (by or 0) }) end
  end
  error('there is no ' .. text)
end

local function has(text)
  return function() return table.concat(lines(), '\n'):find(text, 1, true) ~= nil end
end

local function told()
  return vim.tbl_map(function(found) return found.lnum + 1 .. ' ' .. found.code end, vim.diagnostic.get(0))
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/' .. method, params, 20000)
  for _, answer in pairs(answers or {}) do return answer.result end
end

local function drive()
  vim.cmd('edit mine.strat')
  wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  seen.diagnostics = told()

  vim.ui.select = function(items, options, choose)
    seen.fixes = vim.tbl_map(options.format_item, items)
    choose(items[1], 1)
  end
  go('hiden')
  vim.lsp.buf.code_action()
  wait('the fix', has('hidden 4'))
  wait('no diagnostics', function() return #vim.diagnostic.get(0) == 0 end)

  go('huber', 1)
  vim.lsp.buf.hover()
  wait('the hover', function() return #vim.api.nvim_list_wins() > 1 end)
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      seen.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      vim.api.nvim_win_close(window, true)
    end
  end

  go('dropout')
  local list = ask('completion', vim.lsp.util.make_position_params())
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(list, '')
  seen.completion = vim.tbl_map(function(item) return item.word end, items)

  go('(learning_rate', 1)
  seen.signature = ask('signatureHelp', vim.lsp.util.make_position_params()).signatures[1].label

  local symbols = ask('documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  seen.symbols = vim.tbl_map(function(item) return item.text end, vim.lsp.util.symbols_to_items(symbols, 0))

  -- Typed in the middle of a line, which Neovim tells as a change of a few characters.
  go('65%')
  vim.cmd('normal! cwabc')
  wait('what is wrong', function() return #vim.diagnostic.get(0) > 0 end)
  seen.unfinished = told()
  vim.cmd('undo')
  wait('no diagnostics', function() return #vim.diagnostic.get(0) == 0 end)

  go('param k', 6)
  vim.lsp.buf.rename('count')
  wait('the new name', has('long top count'))
  seen.renamed = vim.tbl_map(
    function(buffer) return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':t') end,
    vim.tbl_filter(function(buffer) return vim.bo[buffer].modified end, vim.api.nvim_list_bufs())
  )

  if vim.lsp.buf.format then vim.lsp.buf.format() else vim.lsp.buf.formatting_sync(nil, 20000) end
  vim.cmd('wall')

  go('members    sp500', 11)
  vim.lsp.buf.definition()
  wait('the definition', function() return vim.api.nvim_buf_get_name(0):find('stdlib') ~= nil end)
  seen.definition = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t') .. ': ' .. vim.api.nvim_get_current_line()
end

local ok, why = pcall(drive)
if not ok then seen.failed = why end
vim.fn.writefile({ vim.fn.json_encode(seen) }, 'seen.json')
vim.cmd('qall!')
