/** What one does in a meeting, in Teams' order: what to see, how to be seen and heard, and the way out. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { ChatFilled, ChatRegular } from '@fluentui/react-icons/svg/chat';
import { ClosedCaptionFilled, ClosedCaptionRegular } from '@fluentui/react-icons/svg/closed-caption';
import { HandRightFilled, HandRightRegular } from '@fluentui/react-icons/svg/hand-right';
import { MicFilled } from '@fluentui/react-icons/svg/mic';
import { MicOffFilled } from '@fluentui/react-icons/svg/mic-off';
import { PeopleFilled, PeopleRegular } from '@fluentui/react-icons/svg/people';
import { ShareScreenStartFilled } from '@fluentui/react-icons/svg/share-screen-start';
import { ShareScreenStopFilled } from '@fluentui/react-icons/svg/share-screen-stop';
import { VideoFilled } from '@fluentui/react-icons/svg/video';
import { VideoOffFilled } from '@fluentui/react-icons/svg/video-off';
import type { ReactElement } from 'react';
import { count } from '../../app/words.ts';
import type { Layout } from '../stage/stage.tsx';
import { useMeetingView } from '../use-meeting.ts';
import { ControlButton } from './control-button.tsx';
import { LayoutMenu } from './layout-menu.tsx';
import { LeaveControl } from './leave-control.tsx';
import { MoreMenu } from './more-menu.tsx';
import type { Panel } from './panels.ts';
import type { RoomActions } from './use-room-actions.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '2px 12px',
    '@media (max-width: 700px)': { columnGap: '2px' },
  },
  group: { display: 'flex', alignItems: 'center', columnGap: '2px', '@media (max-width: 480px)': { columnGap: 0 } },
  apart: { width: '1px', height: '32px', backgroundColor: tokens.colorNeutralStroke2, '@media (max-width: 700px)': { display: 'none' } },
});

type ControlBarProps = {
  readonly actions: RoomActions;
  readonly panel: Panel | undefined;
  readonly onPanel: (panel: Panel) => void;
  readonly hasCaptions: boolean;
  readonly onCaptions: () => void;
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
};

export function ControlBar({ actions, panel, onPanel, hasCaptions, onCaptions, layout, onLayout }: ControlBarProps): ReactElement {
  const styles = useStyles();
  const unread = useMeetingView((view) => view.unreadChat);
  const waiting = useMeetingView((view) => view.waiting.length);
  const present = useMeetingView((view) => view.participants.length);
  const { isMuted, hasCamera, isSharing, isHandUp, mayShare } = actions.state;
  return (
    <div role="group" aria-label="Meeting controls" className={styles.bar}>
      <div className={styles.group}>
        <ControlButton
          label="Chat"
          icon={panel === 'chat' ? <ChatFilled /> : <ChatRegular />}
          testId="chat"
          isOpen={panel === 'chat'}
          badge={panel === 'chat' ? 0 : unread}
          badgeWords={count(unread, 'new message')}
          onClick={() => onPanel('chat')}
        />
        <ControlButton
          label="People"
          hint={`${String(present)} in the meeting`}
          icon={panel === 'people' ? <PeopleFilled /> : <PeopleRegular />}
          testId="people"
          isOpen={panel === 'people'}
          badge={waiting}
          badgeWords={`${String(waiting)} waiting in the lobby`}
          onClick={() => onPanel('people')}
        />
        <ControlButton
          label={isHandUp ? 'Lower' : 'Raise'}
          hint={isHandUp ? 'Lower your hand' : 'Raise your hand'}
          shortcut="hand"
          icon={isHandUp ? <HandRightFilled /> : <HandRightRegular />}
          testId="hand"
          isOn={isHandUp}
          onClick={actions.toggleHand}
        />
        <LayoutMenu layout={layout} onLayout={onLayout} />
        <ControlButton
          label="CC"
          hint={hasCaptions ? 'Hide live captions' : 'Show live captions'}
          icon={hasCaptions ? <ClosedCaptionFilled /> : <ClosedCaptionRegular />}
          testId="captions"
          isOn={hasCaptions}
          onClick={onCaptions}
        />
        <MoreMenu onPanel={onPanel} />
      </div>
      <span className={styles.apart} aria-hidden />
      <div className={styles.group}>
        <ControlButton
          label="Camera"
          hint={hasCamera ? 'Turn your camera off' : 'Turn your camera on'}
          shortcut="camera"
          icon={hasCamera ? <VideoFilled /> : <VideoOffFilled />}
          testId="camera"
          isOn={hasCamera}
          onClick={actions.toggleCamera}
        />
        <ControlButton
          label={isMuted ? 'Unmute' : 'Mute'}
          shortcut="microphone"
          icon={isMuted ? <MicOffFilled /> : <MicFilled />}
          testId="mute"
          isOff={isMuted}
          onClick={actions.toggleMicrophone}
        />
        <ControlButton
          label={isSharing ? 'Stop' : 'Share'}
          hint={
            mayShare
              ? isSharing
                ? 'Stop sharing your screen'
                : 'Share your screen'
              : 'Attendees may not share; ask the organizer to make you a presenter.'
          }
          shortcut="share"
          icon={isSharing ? <ShareScreenStopFilled /> : <ShareScreenStartFilled />}
          testId="share"
          isOn={isSharing}
          isDisabled={!mayShare}
          onClick={actions.toggleShare}
        />
        <LeaveControl />
      </div>
    </div>
  );
}
