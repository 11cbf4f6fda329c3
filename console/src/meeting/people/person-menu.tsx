/** What one who may moderate can do to another; and I to myself. */
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { HandRightOffRegular } from '@fluentui/react-icons/svg/hand-right-off';
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { PersonDeleteRegular } from '@fluentui/react-icons/svg/person-delete';
import { PersonSwapRegular } from '@fluentui/react-icons/svg/person-swap';
import { ShareScreenStopRegular } from '@fluentui/react-icons/svg/share-screen-stop';
import { useState, type ReactElement } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { Question } from '../../app/question.tsx';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

export function PersonMenu({ participant }: { readonly participant: PhoneParticipant }): ReactElement | null {
  const meeting = useMeeting();
  const mayModerate = useMeetingView((view) => view.line?.group?.mayModerate === true);
  const mayGiveRoles = useMeetingView((view) => view.line?.group?.mayGiveRoles === true);
  const [asks, setAsks] = useState(false);
  const { participantId, party, isMe, isMuted, isSharing, handMs, role } = participant;
  if (isMe || !mayModerate) return null;
  const next = role === 'attendee' ? 'presenter' : 'attendee';
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            size="small"
            icon={<MoreHorizontalRegular />}
            aria-label={`Actions for ${party.name}`}
            data-testid="person-menu"
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {!isMuted && (
              <MenuItem icon={<MicOffRegular />} data-testid="mute-other" onClick={() => void meeting.muteOther(participantId)}>
                Mute
              </MenuItem>
            )}
            {handMs !== undefined && (
              <MenuItem icon={<HandRightOffRegular />} data-testid="lower-hand" onClick={() => void meeting.lowerHand(participantId)}>
                Lower the hand
              </MenuItem>
            )}
            {isSharing && (
              <MenuItem
                icon={<ShareScreenStopRegular />}
                data-testid="stop-sharing"
                onClick={() => void meeting.stopSharingOf(participantId)}
              >
                Stop sharing
              </MenuItem>
            )}
            {mayGiveRoles && role !== 'organizer' && (
              <MenuItem
                icon={<PersonSwapRegular />}
                data-testid={`make-${next}`}
                onClick={() => void meeting.giveRole(participantId, next)}
              >
                {next === 'attendee' ? 'Make an attendee' : 'Make a presenter'}
              </MenuItem>
            )}
            <MenuItem icon={<PersonDeleteRegular />} data-testid="remove-other" onClick={() => setAsks(true)}>
              Remove from the meeting
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {asks && (
        <Question
          title={`Remove ${party.name}?`}
          yes="Remove"
          no="Keep"
          isGrave
          onYes={() => {
            setAsks(false);
            void meeting.removeOther(participantId);
          }}
          onClose={() => setAsks(false)}
        >
          {party.name} is put out at once and told so. Who has the link can join again.
        </Question>
      )}
    </>
  );
}
