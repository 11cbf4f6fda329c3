/** Those who spoke: colour, name, for how long; a name can be changed for the whole transcript. */
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { useState, type ReactElement } from 'react';
import type { TranscriptView } from '../../../../src/wire/live/library.ts';
import { Question } from '../../app/question.tsx';
import { count, spanOf } from '../../app/words.ts';
import type { Kept } from '../kept.ts';
import { useTranscriptDoing, type TranscriptDoing } from './use-transcript.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 12px',
    maxHeight: '92px',
    overflowY: 'auto',
    listStyleType: 'none',
    margin: '0 0 8px',
    padding: 0,
    fontSize: tokens.fontSizeBase200,
  },
  speaker: { display: 'flex', alignItems: 'center', columnGap: '5px', minWidth: 0, minHeight: '24px' },
  dot: {
    flexShrink: 0,
    width: '10px',
    height: '10px',
    borderRadius: '50%',
    '@media (forced-colors: active)': { forcedColorAdjust: 'none' },
  },
  name: { overflowWrap: 'anywhere' },
  time: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  edit: { minWidth: '24px', width: '24px', height: '24px', padding: 0 },
});

type Speaker = TranscriptView['speakers'][number];
type SpeakersProps = {
  readonly kept: Kept;
  readonly recordingId: string;
  readonly view: TranscriptView;
  readonly colours: ReadonlyMap<string, string>;
  /** Reads the transcript anew. */
  readonly again: () => void;
};

export function Speakers({ kept, recordingId, view, colours, again }: SpeakersProps): ReactElement {
  const styles = useStyles();
  const doing = useTranscriptDoing(kept, recordingId, again);
  const [renamed, setRenamed] = useState<Speaker>();
  return (
    <>
      <ul className={styles.list} aria-label="Who spoke" data-testid="speakers">
        {view.speakers.map((speaker) => (
          <li key={speaker.speakerId} className={styles.speaker}>
            <span className={styles.dot} style={{ backgroundColor: colours.get(speaker.speakerId) }} aria-hidden />
            <span className={styles.name} title={count(speaker.words, 'word')}>
              {speaker.name}
            </span>
            <span className={styles.time}>{spanOf(speaker.spokenMs)}</span>
            {view.may.includes('renameSpeaker') && (
              <Button
                className={styles.edit}
                appearance="subtle"
                size="small"
                icon={<EditRegular />}
                aria-label={`Rename ${speaker.name}`}
                aria-haspopup="dialog"
                data-testid="rename-speaker"
                onClick={() => {
                  doing.dismiss();
                  setRenamed(speaker);
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {renamed !== undefined && <Rename speaker={renamed} doing={doing} onClose={() => setRenamed(undefined)} />}
    </>
  );
}

function Rename({
  speaker,
  doing,
  onClose,
}: {
  readonly speaker: Speaker;
  readonly doing: TranscriptDoing;
  readonly onClose: () => void;
}): ReactElement {
  const [name, setName] = useState(speaker.name);
  const rename = async (): Promise<void> => {
    if (name.trim() === '' || name.trim() === speaker.name) return onClose();
    const answer = await doing.run({ kind: 'renameSpeaker', speakerId: speaker.speakerId, name: name.trim() });
    if (answer !== undefined) onClose();
  };
  return (
    <Question title={`Who is “${speaker.name}”?`} yes="Rename" isBusy={doing.isBusy} onYes={() => void rename()} onClose={onClose}>
      <Field
        label="Name in the whole transcript"
        {...(doing.trouble === undefined ? {} : { validationState: 'error' as const, validationMessage: doing.trouble })}
      >
        <Input autoFocus maxLength={200} value={name} data-testid="speaker-name" onChange={(_, { value }) => setName(value)} />
      </Field>
    </Question>
  );
}
