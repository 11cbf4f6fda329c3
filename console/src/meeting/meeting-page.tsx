/** One meeting, from the preview to the way out: which of its pages is to be seen now. */
import { makeStyles, Spinner } from '@fluentui/react-components';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { navigate } from '../app/navigate.tsx';
import { hereId, meetHref } from '../app/route.ts';
import { useMyPhone } from '../phone/use-lines.ts';
import { useWho } from '../phone/use-who.ts';
import { WhoPicker } from '../phone/who-picker.tsx';
import { ElsewherePage } from './join/elsewhere-page.tsx';
import { FullPage } from './join/full-page.tsx';
import { LeftPage } from './join/left-page.tsx';
import { LobbyPage } from './join/lobby-page.tsx';
import { PreviewPage } from './join/preview-page.tsx';
import { MeetingRoom } from './room/meeting-room.tsx';
import { useMeeting, useMeetingView } from './use-meeting.ts';

type MeetingPageProps = {
  /** `hereId`: the conversation of this window, whichever it is. */
  readonly joinMeetingId: string;
  readonly passcode: string | undefined;
  readonly as: string | undefined;
};

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0, height: '100%' },
  who: { padding: '20px 28px', '@media (max-width: 640px)': { padding: '14px 12px' } },
});

export function MeetingPage({ joinMeetingId, passcode, as }: MeetingPageProps): ReactElement {
  const styles = useStyles();
  const phone = useMyPhone();
  const hrefOf = useCallback((userId: string | undefined) => meetHref({ joinMeetingId, passcode, as: userId }), [joinMeetingId, passcode]);
  const { who } = useWho(as, hrefOf);
  if (who === undefined) {
    return (
      <div className={styles.who}>
        <WhoPicker question="Who joins?" onPick={(userId) => navigate(hrefOf(userId), { replace: true })} />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      {phone === undefined ? (
        <FullPage testId="opening" title="Opening the meeting" sign={<Spinner aria-label="Opening" />} />
      ) : (
        <Scene key={joinMeetingId} joinMeetingId={joinMeetingId} passcode={passcode} as={who} />
      )}
    </div>
  );
}

function Scene({
  joinMeetingId,
  passcode,
  as,
}: {
  readonly joinMeetingId: string;
  readonly passcode: string | undefined;
  readonly as: string;
}): ReactElement {
  const meeting = useMeeting();
  const stage = useMeetingView((view) => view.stage);
  const line = useMeetingView((view) => view.line);
  const hasTarget = joinMeetingId !== hereId;
  // What another meeting left behind is no state of this one.
  const [wasThere, setWasThere] = useState(false);
  const [isPreviewed, setPreviewed] = useState(false);
  // Who waits in the lobby is not told the meeting's number: then it is the one that was asked for.
  const theirs = line?.group?.invitation?.joinMeetingId ?? (line?.group?.isMeeting === false ? hereId : joinMeetingId);
  const isElsewhere = hasTarget && line?.group !== undefined && theirs !== joinMeetingId;
  const isThere = !isElsewhere && (stage === 'in' || stage === 'lobby' || stage === 'reconnecting');
  const isLeft = stage === 'left' && wasThere;
  const isPreview = hasTarget && !isElsewhere && (stage === 'preview' || (stage === 'left' && !wasThere));
  if (isThere && !wasThere) setWasThere(true);
  if (isPreview && !isPreviewed) setPreviewed(true);
  useEffect(() => {
    if (!hasTarget && stage === 'preview') navigate(meetHref({ as }), { replace: true });
  }, [hasTarget, stage, as]);
  if (isElsewhere) return <ElsewherePage line={line} onLeave={() => setWasThere(false)} />;
  if (isLeft) return <LeftPage mayRejoin={hasTarget} onRejoin={() => void meeting.join(joinMeetingId, passcode)} />;
  if (stage === 'lobby') return <LobbyPage />;
  if (isThere) return <MeetingRoom />;
  // The preview stays while the line is set up, so that nothing goes dark in between.
  if (isPreview || (isPreviewed && !wasThere)) {
    return (
      <PreviewPage
        joinMeetingId={joinMeetingId}
        passcode={passcode}
        isJoining={stage === 'connecting'}
        onPasscode={(given) => navigate(meetHref({ joinMeetingId, passcode: given, as }), { replace: true })}
      />
    );
  }
  return <FullPage testId="connecting" title="Joining the meeting" sign={<Spinner aria-label="Joining" />} text="Setting up your sound…" />;
}
