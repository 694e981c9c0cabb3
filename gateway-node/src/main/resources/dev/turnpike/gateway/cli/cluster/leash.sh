# Runs a command until standard input ends, which happens when whoever started this closes it or is gone, however it went.
# The first line of the output is the command's process id; then comes what the command prints. Ends as the command does.
# The command gets a process group of its own, so that Ctrl-C in a terminal reaches only those who end things in order.
trap '' INT HUP
exec 3<&0
set -m
"$@" </dev/null 3<&- &
child=$!
# With job control, waiting would be over as soon as the command is paused.
set +m
echo "$child"
{
  read -r <&3
  kill -TERM "$child"
  for _ in {1..60}; do
    sleep 0.5
    kill -0 "$child" || exit
  done
  kill -KILL "$child"
} >/dev/null 2>&1 &
watch=$!
exec 3<&- </dev/null
wait "$child"
status=$?
kill "$watch"
exit "$status"
