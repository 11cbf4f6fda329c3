/** What those who may moderate can do to everybody at once. */
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { HandRightOffRegular } from '@fluentui/react-icons/svg/hand-right-off';
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import type { ReactElement } from 'react';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

export function AllActions({ hands }: { readonly hands: number }): ReactElement | null {
  const meeting = useMeeting();
  const mayModerate = useMeetingView((view) => view.line?.group?.mayModerate === true);
  const others = useMeetingView((view) => view.participants.filter(({ isMe }) => !isMe).length);
  if (!mayModerate || others === 0) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label="Actions for everybody"
          data-testid="all-menu"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<MicOffRegular />} data-testid="mute-all" onClick={() => void meeting.muteOther('all')}>
            Mute everybody else
          </MenuItem>
          <MenuItem
            icon={<HandRightOffRegular />}
            disabled={hands === 0}
            data-testid="lower-all"
            onClick={() => void meeting.lowerHand('all')}
          >
            Lower all hands
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
