/** The call that is up: with whom, how it stands, how long, and what one does in it. */
import { Button, makeStyles, tokens, ToggleButton } from '@fluentui/react-components';
import { CallEndFilled } from '@fluentui/react-icons/svg/call-end';
import { MicRegular } from '@fluentui/react-icons/svg/mic';
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { MeetNowRegular } from '@fluentui/react-icons/svg/meet-now';
import type { ReactElement } from 'react';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { followLink, Go } from '../app/navigate.tsx';
import { callsHref, meetHrefOf } from '../app/route.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { spanOf, spokenSpanOf } from '../app/words.ts';
import { useConsole } from '../live/console-context.tsx';
import { LineNotices, RecordedNotice } from './line-notices.tsx';
import { stateWords, titleOf } from './line-words.ts';
import { Meter } from './meter.tsx';
import { Participants } from './participants.tsx';
import { soundCannotGetThrough } from './trouble.ts';
import { useNow, usePhoneView } from './use-lines.ts';
import { useKeptFocus } from './use-kept-focus.ts';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', columnGap: '14px', marginBottom: '14px' },
  who: { minWidth: 0, flexGrow: 1 },
  name: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  state: { margin: 0, color: tokens.colorNeutralForeground2 },
  time: { fontVariantNumeric: 'tabular-nums', fontSize: tokens.fontSizeBase400, color: tokens.colorNeutralForeground2 },
  meters: { display: 'grid', rowGap: '6px', margin: '0 0 14px' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  end: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundOnBrand },
    ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed, color: tokens.colorNeutralForegroundOnBrand },
  },
  more: { padding: '4px', color: tokens.colorBrandForegroundLink, fontSize: tokens.fontSizeBase200 },
  trouble: { marginBottom: '12px' },
});

export function LineCard({ line }: { readonly line: PhoneLine }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const place = useKeptFocus();
  const sound = usePhoneView((view) => view.sounds.get(line.legId));
  const isMuted = (sound?.isMuted ?? line.isMuted) || line.isMutedByOther === true;
  const hasFailed = sound?.sound === 'failed' && line.mustReconnect !== true;
  const { group } = line;
  const title = titleOf(line);
  return (
    <>
      <div className={styles.head} ref={place} tabIndex={-1} style={{ outline: 'none' }}>
        <Face name={title} kind={group === undefined ? line.peer.kind : 'group'} size={56} isActive={line.state === 'connected'} />
        <div className={styles.who}>
          <p className={styles.name}>{title}</p>
          <p className={styles.state} role="status" data-testid="line-state" data-state={line.state}>
            {stateWords(line, sound?.sound)}
            {isMuted && ' · you are muted'}
            {group !== undefined && group.subject !== undefined && ` · ${group.isMeeting ? 'meeting' : 'group call'}`}
          </p>
        </div>
        {line.connectedMs !== undefined && <Duration sinceMs={line.connectedMs} />}
      </div>
      <RecordedNotice line={line} className={styles.trouble} />
      <LineNotices line={line} />
      {hasFailed && (
        <div className={styles.trouble}>
          <TroubleBar message={soundCannotGetThrough.message} remedy={soundCannotGetThrough.remedy} />
        </div>
      )}
      <div className={styles.meters}>
        <Meter name="You" stream={sound?.microphone} icon={isMuted ? <MicOffRegular /> : <MicRegular />} isOff={isMuted} />
        <Meter
          name={group === undefined ? line.peer.name : 'The others'}
          stream={sound?.remote}
          icon={group === undefined ? <PersonRegular /> : <PeopleRegular />}
        />
      </div>
      <div className={styles.actions}>
        <ToggleButton
          data-testid="mute"
          size="large"
          checked={isMuted}
          icon={isMuted ? <MicOffRegular /> : <MicRegular />}
          onClick={() => void session.mute(line.legId, !isMuted)}
        >
          {isMuted ? 'Unmute' : 'Mute'}
        </ToggleButton>
        <Button
          data-testid="hangup"
          size="large"
          appearance="primary"
          className={styles.end}
          icon={<CallEndFilled />}
          onClick={() => void session.hangUp(line.legId)}
        >
          Hang up
        </Button>
        {group !== undefined && (
          <Button
            as="a"
            size="large"
            href={meetHrefOf(line)}
            icon={<MeetNowRegular />}
            data-testid="open-meeting-page"
            onClick={followLink}
          >
            Open the meeting page
          </Button>
        )}
        <Go className={styles.more} href={callsHref({ callId: line.callId })}>
          Look inside this call
        </Go>
      </div>
      {group !== undefined && <Participants line={line} group={group} />}
    </>
  );
}

function Duration({ sinceMs }: { readonly sinceMs: number }): ReactElement {
  const span = useNow(500) - sinceMs;
  return (
    <span className={useStyles().time} role="timer" aria-label={`In the call for ${spokenSpanOf(span)}`}>
      {spanOf(span)}
    </span>
  );
}
