/** What others do to my line, where it cannot be missed: who records, that I wait, that I hear music, that I was muted. */
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  shorthands,
  tokens,
} from '@fluentui/react-components';
import { MicRegular } from '@fluentui/react-icons/svg/mic';
import { RecordFilled } from '@fluentui/react-icons/svg/record';
import type { ReactElement, ReactNode } from 'react';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useConsole } from '../live/console-context.tsx';
import { recordedWords } from './line-words.ts';

const useStyles = makeStyles({
  notices: { '& > *': { marginBottom: '12px' } },
  recorded: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '10px',
    padding: '10px 14px',
    fontWeight: tokens.fontWeightSemibold,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
    ...shorthands.border('2px', 'solid', tokens.colorStatusDangerBorder2),
    '& svg': { fontSize: '20px', flexShrink: 0 },
  },
  none: { display: 'none' },
  body: { whiteSpace: 'normal', paddingTop: '8px', paddingBottom: '8px' },
});

type LineProps = { readonly line: PhoneLine };

/** Said aloud by a screen reader as soon as somebody begins to record. */
export function RecordedNotice({ line, className }: LineProps & { readonly className?: string | undefined }): ReactElement {
  const styles = useStyles();
  const names = line.recordedBy ?? [];
  return (
    <div role="alert" className={mergeClasses(styles.recorded, className, names.length === 0 && styles.none)} data-testid="recorded">
      {names.length > 0 && (
        <>
          <RecordFilled aria-hidden />
          {recordedWords(names)}
        </>
      )}
    </div>
  );
}

export function LineNotices({ line }: LineProps): ReactElement | null {
  const styles = useStyles();
  const { session } = useConsole();
  if (line.state !== 'connected') return null;
  return (
    <div role="status" className={styles.notices}>
      {line.isInLobby === true && (
        <Notice title="Waiting to be let in." testId="in-lobby">
          You hear nobody, and nobody hears you. Whoever holds {line.group?.isMeeting === false ? 'the call' : 'the meeting'} sees that you
          are here.
        </Notice>
      )}
      {line.isOnHold === true && (
        <Notice title="On hold: music plays." testId="on-hold">
          The others do not hear you until you are taken back.
        </Notice>
      )}
      {line.isMutedByOther === true && (
        <div data-testid="muted-by-other">
          <TroubleBar
            intent="warning"
            message="A bot has muted you."
            remedy="Nobody hears you until you unmute yourself."
            actions={
              <Button icon={<MicRegular />} data-testid="unmute" onClick={() => void session.mute(line.legId, false)}>
                Unmute
              </Button>
            }
          />
        </div>
      )}
    </div>
  );
}

type NoticeProps = { readonly title: string; readonly testId: string; readonly children: ReactNode };

function Notice({ title, testId, children }: NoticeProps): ReactElement {
  return (
    <MessageBar intent="info" layout="auto" data-testid={testId}>
      <MessageBarBody className={useStyles().body}>
        <MessageBarTitle>{title}</MessageBarTitle> {children}
      </MessageBarBody>
    </MessageBar>
  );
}
