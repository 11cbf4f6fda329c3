/** In the meeting: head and controls, who records, who waits, the stage, and what stands open beside it. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { Captions } from '../captions/captions.tsx';
import { CaptionsPanel } from '../captions/captions-panel.tsx';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { DeviceChoices } from '../join/device-choices.tsx';
import { PeoplePanel } from '../people/people-panel.tsx';
import { Stage } from '../stage/stage.tsx';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { ControlBar } from './control-bar.tsx';
import { HoldBar } from './hold-bar.tsx';
import { KeypadPanel } from './keypad-panel.tsx';
import { LobbyBar } from './lobby-bar.tsx';
import { Notices } from './notices.tsx';
import { panelTitles, type Panel } from './panels.ts';
import { Reconnecting } from './reconnecting.tsx';
import { RecordingBanner, TranscriptBanner } from './recording-banner.tsx';
import { RoomHead } from './room-head.tsx';
import { SharingBar } from './sharing-bar.tsx';
import { SidePanel } from './side-panel.tsx';
import { useIsNarrow } from './use-is-narrow.ts';
import { useRoomActions, useShortcuts } from './use-room-actions.ts';
import { useRoomState } from './use-room-state.ts';

const useStyles = makeStyles({
  room: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  top: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '0 16px',
    padding: '4px 12px',
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.borderBottom('1px', 'solid', tokens.colorNeutralStroke2),
  },
  // On a telephone the thumb is at the foot of the window.
  foot: {
    padding: '4px 0 max(4px, env(safe-area-inset-bottom))',
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.borderTop('1px', 'solid', tokens.colorNeutralStroke2),
  },
  middle: { display: 'flex', flexGrow: 1, minHeight: 0 },
  view: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
  },
  scene: { position: 'relative', display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0, '& > section': { flexGrow: 1 } },
  trouble: { margin: '8px 8px 0', ':empty': { display: 'none' } },
});

export function MeetingRoom(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const trouble = useMeetingView((view) => view.trouble);
  const hasCaptions = useMeetingView((view) => view.wishes.hasCaptions);
  const isAway = useMeetingView((view) => view.stage === 'reconnecting');
  const state = useRoomState();
  const actions = useRoomActions();
  useShortcuts(actions);
  const isNarrow = useIsNarrow();
  const controls = (
    <ControlBar
      actions={actions}
      panel={state.panel}
      onPanel={state.togglePanel}
      hasCaptions={hasCaptions}
      onCaptions={() => meeting.wish({ hasCaptions: !hasCaptions })}
      layout={state.layout}
      onLayout={state.setLayout}
    />
  );
  return (
    <div className={styles.room} data-fills-window data-testid="meeting-room">
      <header className={styles.top}>
        <RoomHead />
        {!isNarrow && controls}
      </header>
      <RecordingBanner />
      <TranscriptBanner />
      <div className={styles.middle}>
        <div className={styles.view}>
          <div role="alert" className={styles.trouble}>
            {trouble !== undefined && (
              <TroubleBar message={trouble.message} remedy={trouble.remedy} onDismiss={() => meeting.dismissTrouble()} />
            )}
          </div>
          <LobbyBar onShow={() => state.panel !== 'people' && state.togglePanel('people')} />
          <SharingBar />
          <HoldBar />
          <div className={styles.scene}>
            <Stage layout={state.layout} />
            <Notices />
            {isAway && <Reconnecting />}
          </div>
          {hasCaptions && <Captions onSettings={() => state.togglePanel('captions')} />}
        </div>
        {state.panel !== undefined && (
          <SidePanel key={state.panel} title={panelTitles[state.panel]} onClose={state.closePanel} testId={`${state.panel}-panel`}>
            <PanelBody panel={state.panel} />
          </SidePanel>
        )}
      </div>
      {isNarrow && <div className={styles.foot}>{controls}</div>}
    </div>
  );
}

function PanelBody({ panel }: { readonly panel: Panel }): ReactElement {
  switch (panel) {
    case 'people':
      return <PeoplePanel />;
    case 'chat':
      return <ChatPanel />;
    case 'captions':
      return <CaptionsPanel />;
    case 'devices':
      return <DeviceChoices />;
    case 'keypad':
      return <KeypadPanel />;
  }
}
