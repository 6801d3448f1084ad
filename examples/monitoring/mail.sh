#!/bin/sh
# A hook that sends news by e-mail, through any program that takes a message as sendmail does (sendmail, msmtp, ssmtp):
#
#   monitoring:
#     tell:
#       - on: [stop, failure, stale, silence]
#         command: [sh, examples/monitoring/mail.sh, me@example.org]
#
# STRAT_KIND, STRAT_ACCOUNT and STRAT_TEXT are in the environment; the whole of it is JSON on the input.
set -eu
to=$1
{
  printf 'To: %s\n' "$to"
  printf 'Subject: strat: %s of %s\n' "$STRAT_KIND" "$STRAT_ACCOUNT"
  printf 'Content-Type: text/plain; charset=utf-8\n\n'
  printf '%s\n\n' "$STRAT_TEXT"
  cat
} | "${SENDMAIL:-sendmail}" -i -t
