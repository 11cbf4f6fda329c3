/** For who waits to be let in: that the others know, and that nothing is heard or seen until then. */
import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { meetingTitle } from '../meeting-words.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { FullPage } from './full-page.tsx';
import { PreviewPicture } from './preview-picture.tsx';

const useStyles = makeStyles({ me: { width: 'min(420px, 100%)' } });

export function LobbyPage(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const line = useMeetingView((view) => view.line);
  const camera = useMeetingView((view) => view.myCamera);
  const me = useMeetingView((view) => view.me);
  return (
    <FullPage
      testId="in-lobby"
      sign={<Spinner size="large" aria-label="Waiting" />}
      title={meetingTitle(line)}
      text={
        <>
          <strong>The organizer has been told that you are waiting.</strong> You come in as soon as somebody lets you. Until then you hear
          and see nobody, and nobody hears or sees you.
        </>
      }
      actions={
        <Button data-testid="leave" onClick={() => void meeting.leave()}>
          Leave the lobby
        </Button>
      }
    >
      <div className={styles.me}>
        <PreviewPicture stream={camera} words={camera === undefined ? 'Your camera is off' : 'Your camera, as others will see it'}>
          <Face name={me?.party.name ?? ''} kind="person" size={72} />
        </PreviewPicture>
      </div>
    </FullPage>
  );
}
