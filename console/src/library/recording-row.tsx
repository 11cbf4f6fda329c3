/** One recording in the list: what it is about, who is in it, when, how long, and how it stands. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DocumentTextFilled, DocumentTextRegular } from '@fluentui/react-icons/svg/document-text';
import { MicFilled } from '@fluentui/react-icons/svg/mic';
import { VideoFilled } from '@fluentui/react-icons/svg/video';
import { VoicemailFilled } from '@fluentui/react-icons/svg/voicemail';
import { memo, type ComponentType, type ReactElement } from 'react';
import type { LibraryRecording } from '../../../src/wire/live/library.ts';
import { Face } from '../app/face.tsx';
import { Go } from '../app/navigate.tsx';
import { recordingHref } from '../app/route.ts';
import { exactOf, spanOf } from '../app/words.ts';
import { peopleWords } from './library-words.ts';
import { StateChip } from './state-chip.tsx';

const useStyles = makeStyles({
  link: {
    display: 'grid',
    gridTemplateColumns: '40px minmax(0, 1fr) auto auto',
    alignItems: 'center',
    columnGap: '14px',
    padding: '10px 8px',
    borderRadius: tokens.borderRadiusLarge,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '1px solid Highlight' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 640px)': { gridTemplateColumns: '36px minmax(0, 1fr) auto', columnGap: '10px', padding: '10px 4px' },
  },
  sign: {
    display: 'grid',
    placeItems: 'center',
    width: '40px',
    height: '40px',
    borderRadius: tokens.borderRadiusLarge,
    fontSize: '20px',
    color: tokens.colorBrandForeground2,
    backgroundColor: tokens.colorBrandBackground2,
    '@media (max-width: 640px)': { width: '36px', height: '36px' },
    '@media (forced-colors: active)': { border: '1px solid CanvasText', color: 'CanvasText' },
  },
  alive: { color: tokens.colorStatusDangerForeground1, backgroundColor: tokens.colorStatusDangerBackground1 },
  words: { minWidth: 0, display: 'grid', rowGap: '2px' },
  subject: {
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '2px 8px',
    alignItems: 'center',
  },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  text: { whiteSpace: 'nowrap', '& svg': { verticalAlign: '-2px', fontSize: '14px' } },
  faces: { display: 'flex', '& > * + *': { marginLeft: '-6px' }, '@media (max-width: 640px)': { display: 'none' } },
  face: { borderRadius: '50%', display: 'flex', boxShadow: `0 0 0 2px ${tokens.colorNeutralBackground1}` },
  right: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    display: 'grid',
    rowGap: '2px',
    minWidth: '88px',
    '@media (max-width: 640px)': { whiteSpace: 'normal', minWidth: 0, maxWidth: '76px' },
  },
});

type RecordingRowProps = {
  readonly recording: LibraryRecording;
  readonly as: string;
  readonly nowMs: number;
  /** The heading above says which day it was. */
  readonly isDayKnown: boolean;
};

export const RecordingRow: ComponentType<RecordingRowProps> = memo(function RecordingRow({
  recording,
  as,
  nowMs,
  isDayKnown,
}: RecordingRowProps): ReactElement {
  const styles = useStyles();
  const { recordingId, kind, subject, state, startedMs, durationMs, people, hasPictures, hasTranscript } = recording;
  const sign = kind === 'recording' ? hasPictures ? <VideoFilled /> : <MicFilled /> : signs[kind];
  const isAlive = state === 'recording';
  return (
    <li data-testid="recording" data-recording={recordingId}>
      <Go href={recordingHref(recordingId, { as })} className={styles.link}>
        <span className={mergeClasses(styles.sign, isAlive && styles.alive)} aria-hidden>
          {sign}
        </span>
        <span className={styles.words}>
          <span className={styles.subject}>
            {subject} <StateChip recording={recording} isQuiet />
          </span>
          <span className={styles.detail}>
            {kind === 'voicemail' && 'Voicemail · '}
            {kind === 'transcript' && 'Transcript, no sound · '}
            {peopleWords(people)}
            {hasTranscript && kind !== 'transcript' && (
              <span className={styles.text} data-testid="has-transcript">
                {' '}
                · <DocumentTextRegular aria-hidden /> Transcript
              </span>
            )}
          </span>
        </span>
        <span className={styles.faces} aria-hidden>
          {people.slice(0, 4).map(({ id, name }) => (
            <span key={id} className={styles.face}>
              <Face name={name} kind="person" size={28} />
            </span>
          ))}
        </span>
        <span className={styles.right}>
          <time dateTime={new Date(startedMs).toISOString()} title={exactOf(startedMs)}>
            {whenOf(startedMs, isDayKnown)}
          </time>
          <span className={styles.detail}>{spanOf(isAlive ? Math.max(durationMs, nowMs - startedMs) : durationMs)}</span>
        </span>
      </Go>
    </li>
  );
});

const signs = { voicemail: <VoicemailFilled />, transcript: <DocumentTextFilled /> } as const;

function whenOf(ms: number, isDayKnown: boolean): string {
  const then = new Date(ms);
  if (isDayKnown) return then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return then.toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
}
