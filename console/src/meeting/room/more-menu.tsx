/** What is needed less often: devices, keys for bots, inviting, and what happened in the call. */
import { Menu, MenuItem, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { DialpadRegular } from '@fluentui/react-icons/svg/dialpad';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { PersonAddRegular } from '@fluentui/react-icons/svg/person-add';
import { NotepadRegular } from '@fluentui/react-icons/svg/notepad';
import { RecordRegular } from '@fluentui/react-icons/svg/record';
import { RecordStopRegular } from '@fluentui/react-icons/svg/record-stop';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { TextFontSizeRegular } from '@fluentui/react-icons/svg/text-font-size';
import type { ReactElement } from 'react';
import { callsHref } from '../../app/route.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { InterpreterItem } from '../captions/interpreter.tsx';
import { ControlButton } from './control-button.tsx';
import type { Panel } from './panels.ts';

const recordWords = {
  none: 'Record, for all to see',
  beginning: 'The recording begins…',
  running: 'Stop recording',
  ending: 'The recording ends…',
} as const;

const transcriptWords = {
  none: 'Keep a transcript, for all to see',
  beginning: 'The transcript begins…',
  running: 'Stop the transcript',
  ending: 'The transcript ends…',
} as const;

export function MoreMenu({ onPanel }: { readonly onPanel: (panel: Panel) => void }): ReactElement {
  const meeting = useMeeting();
  const callId = useMeetingView((view) => view.line?.callId);
  const mayRecord = useMeetingView((view) => view.line?.group?.mayRecord === true);
  const recording = useMeetingView((view) => view.line?.group?.recording);
  const transcript = useMeetingView((view) => view.line?.group?.transcript);
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <ControlButton label="More" icon={<MoreHorizontalRegular />} testId="more" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<SettingsRegular />} data-testid="open-devices" onClick={() => onPanel('devices')}>
            Camera, microphone and speaker
          </MenuItem>
          <MenuItem icon={<DialpadRegular />} data-testid="open-keypad" onClick={() => onPanel('keypad')}>
            Keypad
          </MenuItem>
          <MenuItem icon={<PersonAddRegular />} data-testid="open-invite" onClick={() => onPanel('people')}>
            Invite somebody
          </MenuItem>
          <MenuItem icon={<TextFontSizeRegular />} data-testid="open-captions" onClick={() => onPanel('captions')}>
            Captions, languages and history
          </MenuItem>
          {mayRecord && (
            <MenuItem
              icon={recording === undefined ? <RecordRegular /> : <RecordStopRegular />}
              data-testid="record"
              disabled={recording === 'beginning' || recording === 'ending'}
              onClick={() => void meeting.record(recording === undefined)}
            >
              {recordWords[recording ?? 'none']}
            </MenuItem>
          )}
          {mayRecord && (
            <MenuItem
              icon={<NotepadRegular />}
              data-testid="keep-transcript"
              disabled={transcript === 'beginning' || transcript === 'ending'}
              onClick={() => void meeting.keepTranscript(transcript === undefined)}
            >
              {transcriptWords[transcript ?? 'none']}
            </MenuItem>
          )}
          <InterpreterItem />
          {callId !== undefined && (
            <MenuItemLink href={callsHref({ callId })} target="_blank" rel="noopener" icon={<HistoryRegular />}>
              Look inside this call (new tab)
            </MenuItemLink>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
