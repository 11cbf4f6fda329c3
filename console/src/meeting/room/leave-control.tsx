/** The way out: leave, or end the meeting for all, which is asked again. */
import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, SplitButton, tokens } from '@fluentui/react-components';
import { CallEndFilled, CallEndRegular } from '@fluentui/react-icons/svg/call-end';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { useState, type ReactElement } from 'react';
import { Question } from '../../app/question.tsx';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

const red = {
  backgroundColor: tokens.colorStatusDangerBackground3,
  color: tokens.colorNeutralForegroundOnBrand,
  ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundOnBrand },
  ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed, color: tokens.colorNeutralForegroundOnBrand },
} as const;

const useStyles = makeStyles({
  place: { marginLeft: '8px', '@media (max-width: 480px)': { marginLeft: '2px' } },
  red,
  split: { '& button': { ...red, minWidth: '32px' } },
});

export function LeaveControl(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const mayEnd = useMeetingView((view) => view.role === 'organizer' && view.line?.group?.isMeeting !== false);
  const [asks, setAsks] = useState(false);
  const leave = (): void => void meeting.leave();
  if (!mayEnd) {
    return (
      <div className={styles.place}>
        <Button appearance="primary" className={styles.red} icon={<CallEndFilled />} data-testid="leave" onClick={leave}>
          Leave
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.place}>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          {(trigger) => (
            <SplitButton
              appearance="primary"
              className={styles.split}
              icon={<CallEndFilled />}
              menuButton={{ ...(trigger as object), 'aria-label': 'Ways to leave' }}
              primaryActionButton={{ 'data-testid': 'leave', onClick: leave } as object}
            >
              Leave
            </SplitButton>
          )}
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<CallEndRegular />} onClick={leave}>
              Leave, the others go on
            </MenuItem>
            <MenuItem icon={<DismissCircleRegular />} data-testid="end-for-all" onClick={() => setAsks(true)}>
              End the meeting for everybody
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {asks && (
        <Question
          title="End the meeting for everybody?"
          yes="End it"
          no="Go on"
          isGrave
          onYes={() => {
            setAsks(false);
            void meeting.endForAll();
          }}
          onClose={() => setAsks(false)}
        >
          Everybody is put out at once. Who wants to go on has to join again.
        </Question>
      )}
    </div>
  );
}
