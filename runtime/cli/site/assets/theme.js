// Before anything is drawn: the scheme that was chosen on an earlier page, else the reader's own.
try {
  const chosen = localStorage.getItem('theme');
  if (chosen !== null) document.documentElement.dataset.theme = chosen;
} catch {
  // No storage, nothing kept.
}
