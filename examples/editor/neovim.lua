-- strat lsp in Neovim, from 0.7 on: source it in init.lua, `dofile('…/neovim.lua')`, or copy it there.
-- Nothing but what Neovim brings; keys are yours to choose.

local group = vim.api.nvim_create_augroup('strat', {})

-- The strat of the project, else the one on the PATH.
local function command(root)
  local own = root .. '/node_modules/.bin/strat'
  return { vim.fn.executable(own) == 1 and own or 'strat', 'lsp' }
end

-- Up to where npm or Git begin a project.
local function root_of(file)
  local folder = vim.fn.fnamemodify(file, ':p:h')
  for _, mark in ipairs({ 'package.json', '.git' }) do
    local found = vim.fn.findfile(mark, folder .. ';')
    if found == '' then found = vim.fn.finddir(mark, folder .. ';') end
    if found ~= '' then return vim.fn.fnamemodify(found, ':p:h' .. (mark == '.git' and ':h' or '')) end
  end
  return folder
end

local clients = {}

local function attach(buffer)
  local root = root_of(vim.api.nvim_buf_get_name(buffer))
  local config = {
    name = 'strat',
    cmd = command(root),
    cmd_cwd = root,
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    capabilities = vim.lsp.protocol.make_client_capabilities(),
  }
  if vim.lsp.start then -- from 0.8 on; takes the client of the root if there is one
    clients[root] = vim.lsp.start(config, { bufnr = buffer })
    return
  end
  if clients[root] == nil or vim.lsp.client_is_stopped(clients[root]) then
    clients[root] = vim.lsp.start_client(config)
  end
  vim.lsp.buf_attach_client(buffer, clients[root])
end

vim.api.nvim_create_autocmd({ 'BufNewFile', 'BufRead' }, {
  group = group,
  pattern = '*.strat',
  callback = function() vim.bo.filetype = 'strat' end,
})

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'strat',
  callback = function(event)
    local options = vim.bo[event.buf]
    options.shiftwidth, options.expandtab, options.commentstring = 2, true, '# %s'
    options.omnifunc = 'v:lua.vim.lsp.omnifunc' -- completion: Ctrl-X Ctrl-O
    attach(event.buf)
  end,
})

-- Configs, too, once a strategy of the project was opened; the server sees by itself which YAML is one.
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'yaml',
  callback = function(event)
    if clients[root_of(vim.api.nvim_buf_get_name(event.buf))] ~= nil then attach(event.buf) end
  end,
})
