/** Who records or keeps a transcript: said aloud at once, and there for as long as it goes on. */
import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import { NotepadFilled } from '@fluentui/react-icons/svg/notepad';
import { RecordFilled } from '@fluentui/react-icons/svg/record';
import type { ReactElement } from 'react';
import { namesOf } from '../meeting-words.ts';
import { useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  banner: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    columnGap: '10px',
    padding: '8px 14px',
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: '#b10e1c',
    color: '#fff',
    '@media (forced-colors: active)': {
      backgroundColor: 'Canvas',
      color: 'CanvasText',
      ...shorthands.borderBottom('4px', 'solid', 'Highlight'),
    },
    '& svg': { fontSize: '20px', flexShrink: 0 },
  },
  words: {
    backgroundColor: '#243a5e',
    '@media (forced-colors: active)': { backgroundColor: 'Canvas' },
  },
  none: { display: 'none' },
  more: { fontWeight: tokens.fontWeightRegular, '@media (max-width: 640px)': { display: 'none' } },
  mark: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '4px',
    padding: '1px 8px 1px 5px',
    borderRadius: tokens.borderRadiusCircular,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightBold,
    backgroundColor: '#b10e1c',
    color: '#fff',
    '@media (forced-colors: active)': {
      backgroundColor: 'Canvas',
      color: 'CanvasText',
      ...shorthands.border('1px', 'solid', 'CanvasText'),
    },
  },
});

/** Cannot be dismissed. */
export function RecordingBanner(): ReactElement {
  const styles = useStyles();
  const names = useMeetingView((view) => view.recordedBy);
  const isMeeting = useMeetingView((view) => view.line?.group?.isMeeting !== false);
  return (
    <div role="alert" className={mergeClasses(styles.banner, names.length === 0 && styles.none)} data-testid="recording-banner">
      {names.length > 0 && (
        <>
          <RecordFilled aria-hidden />
          <span>
            {namesOf(names)} {names.length === 1 ? 'records' : 'record'} {isMeeting ? 'this meeting' : 'this call'}.{' '}
            <span className={styles.more}>What you say, show and write may be kept.</span>
          </span>
        </>
      )}
    </div>
  );
}

/** The same for what is kept in words; cannot be dismissed either. */
export function TranscriptBanner(): ReactElement {
  const styles = useStyles();
  const names = useMeetingView((view) => view.transcribedBy);
  const isMeeting = useMeetingView((view) => view.line?.group?.isMeeting !== false);
  return (
    <div
      role="alert"
      className={mergeClasses(styles.banner, styles.words, names.length === 0 && styles.none)}
      data-testid="transcript-banner"
    >
      {names.length > 0 && (
        <>
          <NotepadFilled aria-hidden />
          <span>
            {namesOf(names)} {names.length === 1 ? 'keeps' : 'keep'} a transcript of {isMeeting ? 'this meeting' : 'this call'}.{' '}
            <span className={styles.more}>What you say is kept in words.</span>
          </span>
        </>
      )}
    </div>
  );
}

/** The red mark beside the meeting's name. */
export function RecordingMark(): ReactElement | null {
  const styles = useStyles();
  const names = useMeetingView((view) => view.recordedBy);
  if (names.length === 0) return null;
  return (
    <span className={styles.mark} title={`${namesOf(names)} ${names.length === 1 ? 'records' : 'record'}`} data-testid="recording-mark">
      <RecordFilled aria-hidden />
      REC
    </span>
  );
}
