/** The address means one meeting while this window is in another: which one is it to be. */
import { Button } from '@fluentui/react-components';
import { ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap';
import type { ReactElement } from 'react';
import type { PhoneLine } from '../../../../src/wire/live/page-event.ts';
import { navigate } from '../../app/navigate.tsx';
import { meetHrefOf } from '../../app/route.ts';
import { meetingTitle } from '../meeting-words.ts';
import { useMeeting } from '../use-meeting.ts';
import { FullPage } from './full-page.tsx';

export function ElsewherePage({ line, onLeave }: { readonly line: PhoneLine; readonly onLeave: () => void }): ReactElement {
  const meeting = useMeeting();
  return (
    <FullPage
      testId="elsewhere"
      sign={<ArrowSwapRegular fontSize={48} aria-hidden />}
      title="You are in another meeting"
      text={`This window is in “${meetingTitle(line)}”. One window can be in one meeting at a time.`}
      actions={
        <>
          <Button appearance="primary" onClick={() => navigate(meetHrefOf(line))}>
            Back to it
          </Button>
          <Button
            data-testid="leave-other"
            onClick={() => {
              onLeave();
              void meeting.leave();
            }}
          >
            Leave it, and go on here
          </Button>
        </>
      }
    />
  );
}
