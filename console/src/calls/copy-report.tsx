/** Copies a call as a bug report, cleaned of names, numbers and tokens. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { useEffect, useState, type ReactElement } from 'react';
import type { LadderMessage } from '../../../src/wire/live/ladder.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { after } from '../app/time.ts';
import { useConsole } from '../live/console-context.tsx';
import { bugReport } from './bug-report.ts';
import { copyText } from './copy-text.ts';

type CopyReportProps = { readonly callId: string; readonly call: CallSummary | undefined; readonly messages: readonly LadderMessage[] };

const useStyles = makeStyles({ said: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 } });

const saidMs = 4_000;

export function CopyReport({ callId, call, messages }: CopyReportProps): ReactElement {
  const styles = useStyles();
  const { house } = useConsole();
  const [said, setSaid] = useState<'copied' | 'refused'>();
  useEffect(() => (said === undefined ? undefined : after(saidMs, () => setSaid(undefined))), [said]);
  const copy = async (): Promise<void> => {
    const { home, hello } = house.get();
    const known = [
      ...(home?.people ?? []).map(({ userId, name, number }) => ({ id: userId, name, number, kind: 'person' as const })),
      ...(home?.bots ?? []).map(({ name, number }) => ({ name, number, kind: 'bot' as const })),
    ];
    const report = bugReport({ version: hello?.version ?? 'unknown', callId, call, messages, known });
    setSaid((await copyText(report)) ? 'copied' : 'refused');
  };
  return (
    <>
      <span role="status" className={styles.said}>
        {said === 'copied' && 'Copied; names, numbers and tokens are removed.'}
        {said === 'refused' && 'Your browser refused to copy: allow the clipboard for this page.'}
      </span>
      <Button
        data-testid="copy-report"
        size="small"
        icon={said === 'copied' ? <CheckmarkRegular /> : <CopyRegular />}
        title="Copies all messages as JSON, with names, numbers and tokens removed"
        onClick={() => void copy()}
      >
        Copy as bug report
      </Button>
    </>
  );
}
