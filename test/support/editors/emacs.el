;; Works on mine.strat in Emacs as its author would, and writes what it saw to seen.json.  -*- lexical-binding: t -*-

(require 'json)
(require 'flymake)

(defvar seen nil)
(defvar here default-directory)
(defun see (step what) (push (cons step what) seen))

(defun wait-for (what there-p)
  (let ((end (+ (float-time) 20)) found)
    (while (not (setq found (funcall there-p)))
      (when (> (float-time) end) (error "waited in vain for %s" what))
      (accept-process-output nil 0.02))
    found))

(defun told ()
  "What is told of the buffer, by line; nobody is idle in batch, so that changes are told here."
  (eglot--signal-textDocument/didChange)
  (mapcar (lambda (found)
            (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg found))
                    (car (split-string (flymake-diagnostic-text found) "\n"))))
          (flymake-diagnostics)))

(defun go (text &optional by)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (+ (match-beginning 0) (or by 0))))

(defun drive ()
  (setq eglot-autoshutdown nil eglot-sync-connect 20 eglot-confirm-server-initiated-edits nil)
  (fset 'y-or-n-p #'always) ; whether all files may be changed
  (find-file "mine.strat")
  (unless (eglot-current-server) (apply #'eglot (eglot--guess-contact)))
  (flymake-start)
  (wait-for "diagnostics" #'told)
  (see 'diagnostics (vconcat (told)))

  (go "hiden")
  (let ((fix (car (eglot-code-actions (point) (+ (point) 5)))))
    (see 'fix (plist-get fix :title))
    (eglot--apply-workspace-edit (plist-get fix :edit)))
  (wait-for "no diagnostics" (lambda () (not (told))))

  (go "huber" 1)
  (let* ((place (eglot--TextDocumentPositionParams))
         (hover (jsonrpc-request (eglot-current-server) :textDocument/hover place)))
    (see 'hover (eglot--hover-info (plist-get hover :contents))))

  (go "dropout")
  ;; Asked for directly: Emacs breaks off what it completes when there is input, such as the end of that of a batch.
  (let* ((place (eglot--CompletionParams))
         (found (jsonrpc-request (eglot-current-server) :textDocument/completion place))
         (items (if (vectorp found) found (plist-get found :items))))
    (see 'completion (vconcat (mapcar (lambda (item) (plist-get item :label)) items))))

  (go "param k" 6)
  (eglot-rename "count")
  (wait-for "the new name" (lambda () (save-excursion (goto-char 1) (search-forward "long top count" nil t))))
  (eglot-format-buffer)
  (save-some-buffers t)

  (go "members    sp500" 11)
  (xref-find-definitions (xref-backend-identifier-at-point 'eglot))
  (see 'definition (concat (file-name-nondirectory (buffer-file-name)) ": " (thing-at-point 'line t)))
  (eglot-shutdown-all))

(condition-case why (drive) (error (see 'failed (format "%S" why))))
(write-region (json-encode seen) nil (expand-file-name "seen.json" here) nil 'quiet)
