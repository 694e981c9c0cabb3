# Runs a command until standard input ends, which happens when whoever started this closes it or is gone, however it went.
# The first line of the output is the command's process id; then comes what the command prints. Ends as the command does.
# The command gets a process group of its own, so that Ctrl-C in a terminal reaches only those who end things in order;
# this shell stays with it whatever it is sent.
trap '' INT HUP TERM
# What the shell itself says of its jobs is for nobody.
exec 3<&0 4>&2 2>/dev/null
set -m
(
  trap - INT HUP TERM
  echo "$BASHPID"
  exec "$@"
) </dev/null 2>&4 3<&- 4>&- &
child=$!
# With job control, waiting would be over as soon as the command is paused.
set +m
{
  read -r <&3
  kill -TERM "$child"
  for _ in {1..60}; do
    sleep 0.5
    kill -0 "$child" || exit
  done
  kill -KILL "$child"
} >/dev/null 4>&- &
watch=$!
exec </dev/null >/dev/null 3<&- 4>&-
# A command that was paused before that counts as waited for, though it is still there.
while wait "$child"; status=$?; kill -0 "$child"; do
  sleep 0.1
done
kill -KILL "$watch"
exit "$status"
