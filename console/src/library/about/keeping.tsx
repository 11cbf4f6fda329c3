/** How long it is kept, why it may be held, and deleting it. */
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { LibraryAnswer, RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Question } from '../../app/question.tsx';
import { Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { count, exactOf, spanOf } from '../../app/words.ts';
import { dayEnd, dayOf } from '../days.ts';
import type { Doing } from '../use-kept.ts';

const useStyles = makeStyles({
  text: { margin: '0 0 10px', color: tokens.colorNeutralForeground1 },
  held: { display: 'flex', columnGap: '8px', margin: '0 0 10px', '& svg': { flexShrink: 0, marginTop: '2px' } },
  form: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'end' },
  day: { width: '150px', minWidth: 0 },
  actions: { marginTop: '14px' },
});

type KeepingProps = {
  readonly detail: RecordingDetail;
  readonly doing: Doing;
  readonly nowMs: number;
  readonly onErased: (answer: LibraryAnswer) => void;
};

export function Keeping({ detail, doing, nowMs, onErased }: KeepingProps): ReactElement {
  const styles = useStyles();
  const { keptUntilMs, hold, may } = detail;
  const [day, setDay] = useState(keptUntilMs === undefined ? '' : dayOf(keptUntilMs));
  const untilMs = dayEnd(day);
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    if (untilMs !== undefined && untilMs > nowMs) void doing.run({ kind: 'keepUntil', untilMs });
  };
  return (
    <Section title="How long it is kept">
      <div role="alert">
        {doing.trouble !== undefined && <TroubleBar message="That did not work." remedy={doing.trouble} onDismiss={doing.dismiss} />}
      </div>
      {hold !== undefined && (
        <p className={styles.held} data-testid="held">
          <LockClosedRegular aria-hidden fontSize={18} />
          <span>
            <strong>Held</strong> by {hold.by} since{' '}
            <time title={exactOf(hold.sinceMs)}>{new Date(hold.sinceMs).toLocaleDateString()}</time>: {hold.reason}. It can neither be
            deleted nor kept for less long until an operator lets go of it.
          </span>
        </p>
      )}
      <p className={styles.text} role="status" data-testid="kept-until">
        {keptUntilMs === undefined ? (
          'It is kept until somebody deletes it.'
        ) : (
          <>
            It is deleted by itself on{' '}
            <time dateTime={new Date(keptUntilMs).toISOString()} title={exactOf(keptUntilMs)}>
              {new Date(keptUntilMs).toLocaleDateString(undefined, { day: 'numeric', month: 'long', year: 'numeric' })}
            </time>
            .
          </>
        )}
      </p>
      {may.includes('keepUntil') && (
        <form className={styles.form} onSubmit={keep}>
          <Field label="Keep until the end of">
            <Input
              type="date"
              className={styles.day}
              data-testid="keep-day"
              min={dayOf(nowMs)}
              value={day}
              onChange={(_, { value }) => setDay(value)}
            />
          </Field>
          <Button type="submit" disabledFocusable={doing.isBusy || untilMs === undefined || untilMs <= nowMs}>
            Set
          </Button>
          {keptUntilMs !== undefined && (
            <Button
              appearance="subtle"
              disabledFocusable={doing.isBusy}
              onClick={() => void doing.run({ kind: 'keepUntil', untilMs: null })}
            >
              Keep for good
            </Button>
          )}
        </form>
      )}
      {may.includes('erase') && <Erase detail={detail} doing={doing} onErased={onErased} />}
    </Section>
  );
}

function Erase({ detail, doing, onErased }: Omit<KeepingProps, 'nowMs'>): ReactElement {
  const styles = useStyles();
  const [asks, setAsks] = useState(false);
  const { subject, durationMs, people, files } = detail;
  const erase = async (): Promise<void> => {
    const answer = await doing.run({ kind: 'erase' });
    setAsks(false);
    if (answer !== undefined) onErased(answer);
  };
  return (
    <div className={styles.actions}>
      <Button icon={<DeleteRegular />} aria-haspopup="dialog" data-testid="erase" onClick={() => setAsks(true)}>
        Delete for good
      </Button>
      {asks && (
        <Question
          title={`Delete “${subject}”?`}
          yes={doing.isBusy ? 'Deleting…' : 'Delete'}
          no="Keep it"
          isGrave
          isBusy={doing.isBusy}
          onYes={() => void erase()}
          onClose={() => setAsks(false)}
        >
          {spanOf(durationMs)} of {people.length === 1 ? (people[0]?.name ?? '1 person') : `${String(people.length)} people`},{' '}
          {count(files.length, 'file')}, its waveforms and chapters are lost for everybody, and its key is destroyed, so that a backup
          cannot be opened either. It cannot be taken back. That it was there, who agreed to it and who deleted it stays on record.
        </Question>
      )}
    </div>
  );
}
