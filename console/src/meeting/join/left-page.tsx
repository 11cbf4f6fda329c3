/** After the meeting: that it is over for me and why, and the way back in. */
import { Button } from '@fluentui/react-components';
import { ArrowExitRegular } from '@fluentui/react-icons/svg/arrow-exit';
import type { ReactElement } from 'react';
import { followLink } from '../../app/navigate.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { meetHref } from '../../app/route.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { FullPage } from './full-page.tsx';

type LeftPageProps = { readonly mayRejoin: boolean; readonly onRejoin: () => void };

export function LeftPage({ mayRejoin, onRejoin }: LeftPageProps): ReactElement {
  const meeting = useMeeting();
  const because = useMeetingView((view) => view.endedBecause);
  const trouble = useMeetingView((view) => view.trouble);
  return (
    <FullPage
      testId="left"
      sign={<ArrowExitRegular fontSize={48} aria-hidden />}
      title={because === undefined ? 'You left the meeting' : 'You are not in the meeting any more'}
      text={because ?? 'Camera and microphone are off. The others may still be there.'}
      actions={
        <>
          {mayRejoin && (
            <Button appearance="primary" data-testid="rejoin" onClick={onRejoin}>
              Rejoin
            </Button>
          )}
          <Button as="a" href={meetHref()} onClick={followLink}>
            All meetings
          </Button>
          <Button as="a" href="/" onClick={followLink}>
            Home
          </Button>
        </>
      }
    >
      {trouble !== undefined && <TroubleBar message={trouble.message} remedy={trouble.remedy} onDismiss={() => meeting.dismissTrouble()} />}
    </FullPage>
  );
}
