/**
 * A job as a task of the Windows Task Scheduler: XML of its schema, version 1.2 ([MS-TSCH] 2.5). A trigger there has no
 * time zone but the machine's own or UTC, so there is one for every time of UTC at which the strategy's clock may show its
 * own, repeated for some hours; the command itself finds what was due at the last true time (`--scheduled`).
 */
import { CALLS_AFTER, GRACE_MS, type Job, stampLine, type Written } from './job.ts';
import { clockText, timesElsewhere } from './runTimes.ts';

/** Of a day past, so that the first run is the next one, and always the same, so that writing it again changes nothing. */
const SINCE = '2024-01-01';

export function taskOf(job: Job, now: number): Written {
  const triggers = timesElsewhere(job.at, 'UTC', now).map(trigger).join('');
  const [program, ...words] = job.command;
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${escaped(`Paper trading of ${job.account}, when its sessions are due. Written by strat schedule.`)}</Description>
    <Documentation>${escaped(stampLine(job))}</Documentation>
  </RegistrationInfo>
  <Triggers>
${triggers}  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT${Math.ceil((job.timeout + GRACE_MS) / 60_000)}M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escaped(program!)}</Command>
      <Arguments>${escaped(words.map(argument).join(' '))}</Arguments>
      <WorkingDirectory>${escaped(job.folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
  return { name: `${job.name}.xml`, text };
}

/** `Z`: the same instant of each day, whatever the machine's time zone and summer time. */
function trigger(time: number): string {
  return `    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>${SINCE}T${clockText(time)}:00Z</StartBoundary>
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>PT${CALLS_AFTER}H</Duration>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
`;
}

/** As programs of Windows read their command line: CommandLineToArgvW. */
function argument(word: string): string {
  if (/^[^\s"]+$/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
