/** Before joining: how I look and sound, which meeting it is, and the one button. */
import { Button, makeStyles, mergeClasses, Spinner, Switch, tokens } from '@fluentui/react-components';
import { useEffect, type ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { useMyPhone } from '../../phone/use-lines.ts';
import { useMeeting, useMeetingView, usePreview } from '../use-meeting.ts';
import { DeviceChoices } from './device-choices.tsx';
import { LevelBar } from './level-bar.tsx';
import { PasscodeQuestion } from './passcode-question.tsx';
import { PreviewHead } from './preview-head.tsx';
import { PreviewPicture } from './preview-picture.tsx';

const useStyles = makeStyles({
  page: { width: '100%', maxWidth: '1080px', margin: '0 auto', display: 'grid', rowGap: '16px', padding: '20px 16px 28px' },
  columns: {
    display: 'grid',
    alignItems: 'start',
    gap: '20px',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(260px, 2fr)',
    '@media (max-width: 820px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  picture: { display: 'grid', rowGap: '10px', alignContent: 'start' },
  switches: { display: 'flex', flexWrap: 'wrap', columnGap: '16px' },
  side: {
    display: 'grid',
    rowGap: '14px',
    alignContent: 'start',
    padding: '16px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
  },
  troubles: { display: 'grid', rowGap: '8px', ':empty': { display: 'none' } },
  join: { width: '100%' },
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
});

type PreviewPageProps = {
  readonly joinMeetingId: string;
  readonly passcode: string | undefined;
  readonly isJoining: boolean;
  readonly onPasscode: (passcode: string) => void;
};

export function PreviewPage({ joinMeetingId, passcode, isJoining, onPasscode }: PreviewPageProps): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const me = useMyPhone()?.me;
  const { camera, wantsCamera, wantsMicrophone, cameraTrouble, microphoneTrouble } = usePreview((preview) => preview);
  const asksPasscode = useMeetingView((view) => view.asksPasscode);
  const trouble = useMeetingView((view) => view.trouble);
  useEffect(() => {
    meeting.openPreview();
    return () => meeting.closePreview();
  }, [meeting]);
  const join = (given: string | undefined): void => {
    if (given !== undefined) onPasscode(given);
    void meeting.join(joinMeetingId, given);
  };
  const isOpening = wantsCamera && cameraTrouble === undefined;
  return (
    <div className={styles.page} data-testid="preview">
      <PreviewHead joinMeetingId={joinMeetingId} />
      <div role="alert" className={styles.troubles}>
        {trouble !== undefined && !asksPasscode && (
          <TroubleBar message={trouble.message} remedy={trouble.remedy} onDismiss={() => meeting.dismissTrouble()} />
        )}
        {wantsCamera && cameraTrouble !== undefined && <TroubleBar intent="warning" {...spoken(cameraTrouble)} />}
        {wantsMicrophone && microphoneTrouble !== undefined && <TroubleBar intent="warning" {...spoken(microphoneTrouble)} />}
      </div>
      <div className={styles.columns}>
        <div className={styles.picture}>
          <PreviewPicture
            stream={wantsCamera ? camera : undefined}
            words={wantsCamera && camera !== undefined ? 'Your camera, as in a mirror' : 'Your camera is off'}
          >
            <Face name={me?.name ?? ''} kind="person" size={96} />
            {isOpening ? <Spinner size="tiny" label="Opening your camera…" /> : <p className={styles.hint}>Your camera is off</p>}
          </PreviewPicture>
          <div className={styles.switches}>
            <Switch
              label="Camera"
              data-testid="want-camera"
              checked={wantsCamera}
              onChange={(_, { checked }) => meeting.setWants({ camera: checked })}
            />
            <Switch
              label="Microphone"
              data-testid="want-microphone"
              checked={wantsMicrophone}
              onChange={(_, { checked }) => meeting.setWants({ microphone: checked })}
            />
          </div>
          <LevelBar />
        </div>
        <div className={mergeClasses(styles.side)}>
          {asksPasscode ? (
            <PasscodeQuestion isWrong={passcode !== undefined} isJoining={isJoining} onJoin={join} />
          ) : (
            <Button
              className={styles.join}
              appearance="primary"
              size="large"
              data-testid="join"
              disabledFocusable={isJoining}
              onClick={() => join(passcode)}
            >
              {isJoining ? <Spinner size="tiny" appearance="inverted" label="Joining…" /> : 'Join now'}
            </Button>
          )}
          {isJoining && (
            <Button data-testid="cancel-join" onClick={() => void meeting.leave()}>
              Cancel
            </Button>
          )}
          <DeviceChoices />
        </div>
      </div>
    </div>
  );
}

/** What happened is the first sentence, what to do the rest. */
function spoken(words: string): { readonly message: string; readonly remedy: string | undefined } {
  const end = words.indexOf('. ');
  return end < 0 ? { message: words, remedy: undefined } : { message: words.slice(0, end + 1), remedy: words.slice(end + 2) };
}
