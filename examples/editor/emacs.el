;;; emacs.el --- Strategies in Emacs  -*- lexical-binding: t -*-

;; strat lsp by Eglot, which is part of Emacs from 29 on and a package before.
;; Load it in your init file, (load ".../emacs.el"), or copy it there.

(require 'eglot)

(defvar strat-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    table))

;; The word that a statement begins with; Eglot has no semantic colours to tell more.
(defvar strat-font-lock-keywords
  '(("^[ \t]*\\([a-z]+\\)\\_>[ \t]*\\(?:[^ \t\n=]\\|$\\)" 1 font-lock-keyword-face)
    ("\\_<[0-9][0-9a-zA-Z_.%]*" . font-lock-constant-face)))

;;;###autoload
(define-derived-mode strat-mode prog-mode "Strat"
  "Strategies for systematic trading."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+[ \t]*")
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 2)
  (setq-local font-lock-defaults '(strat-font-lock-keywords)))

(defun strat-server (&optional _interactive project)
  "The strat of PROJECT, else the one on the PATH."
  (let* ((within (or project (project-current)))
         (root (if within (expand-file-name (project-root within)) default-directory))
         (own (expand-file-name "node_modules/.bin/strat" root)))
    (list (if (file-executable-p own) own "strat") "lsp")))

(add-to-list 'auto-mode-alist '("\\.strat\\'" . strat-mode))
(add-to-list 'eglot-server-programs '(strat-mode . strat-server))
(add-hook 'strat-mode-hook #'eglot-ensure)
