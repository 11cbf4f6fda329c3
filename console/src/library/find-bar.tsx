/** What is looked for in the library: words, a person, days, a kind; all of it stands in the address. */
import { Button, Field, Input, makeStyles, SearchBox, Select } from '@fluentui/react-components';
import { FilterDismissRegular } from '@fluentui/react-icons/svg/filter-dismiss';
import { useEffect, useState, type ReactElement } from 'react';
import type { LibraryFind } from '../app/route.ts';
import { after } from '../app/time.ts';
import { useHouse } from '../live/console-context.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gap: '10px 12px',
    alignItems: 'end',
    // “Subject and people” is the longest that stands in one.
    gridTemplateColumns: 'minmax(0, 1.5fr) repeat(4, minmax(0, 1fr)) auto',
    marginBottom: '12px',
    '@media (max-width: 1240px)': { gridTemplateColumns: 'minmax(0, 1.5fr) repeat(4, minmax(0, 1fr))' },
    '@media (max-width: 640px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  },
  words: { gridColumnStart: 1, gridColumnEnd: -1 },
  within: { '@media (max-width: 640px)': { gridColumnStart: 1, gridColumnEnd: -1 } },
  all: { justifySelf: 'start' },
  field: { width: '100%', maxWidth: 'none', minWidth: 0, '& select': { minWidth: 0 } },
});

const typingMs = 250;

type FindBarProps = {
  readonly find: LibraryFind;
  /** Those who are in what is shown, beside the people of the house. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly onFind: (find: LibraryFind) => void;
};

export function FindBar({ find, people, onFind }: FindBarProps): ReactElement {
  const styles = useStyles();
  const house = useHouse(({ home }) => home?.people);
  const known = new Map([
    ...people.map(({ id, name }) => [id, name] as const),
    ...(house ?? []).map(({ userId, name }) => [userId, name] as const),
  ]);
  const sorted = [...known].sort(([, a], [, b]) => a.localeCompare(b));
  const [text, setText] = useState(find.text ?? '');
  // The address may change by itself: back, a link, all filters taken off.
  useEffect(() => setText(find.text ?? ''), [find.text]);
  useEffect(() => {
    if (text.trim() === (find.text ?? '')) return undefined;
    return after(typingMs, () => onFind({ ...find, text: text.trim() || undefined }));
    // Whatever is chosen while somebody types is not taken back by what they typed.
  }, [text, find]);
  const isSaid = find.in === 'said';
  const isFiltered = Object.values(find).some((value) => value !== undefined);
  return (
    <div className={styles.bar} role="search" aria-label="Recordings">
      <Field label="Search" className={styles.words}>
        <SearchBox
          className={styles.field}
          data-testid="find-text"
          placeholder={isSaid ? 'Words, or “words in a row”' : 'Subject, people, or what was said'}
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <Field label="Search in" className={styles.within}>
        <Select
          className={styles.field}
          data-testid="find-in"
          value={find.in ?? ''}
          onChange={(_, { value }) => onFind({ ...find, text: text.trim() || undefined, in: value === 'said' ? 'said' : undefined })}
        >
          <option value="">Subject and people</option>
          <option value="said">What was said</option>
        </Select>
      </Field>
      <Field label={isSaid ? 'Said by' : 'Person'}>
        <Select
          className={styles.field}
          data-testid="find-person"
          value={find.person ?? ''}
          onChange={(_, { value }) => onFind({ ...find, person: value || undefined })}
        >
          <option value="">Anybody</option>
          {sorted.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Kind">
        <Select
          className={styles.field}
          data-testid="find-kind"
          disabled={isSaid}
          value={find.kind ?? ''}
          onChange={(_, { value }) => onFind({ ...find, kind: value === '' ? undefined : (value as NonNullable<LibraryFind['kind']>) })}
        >
          <option value="">All</option>
          <option value="recording">Recordings</option>
          <option value="voicemail">Voicemail</option>
          <option value="transcript">Transcripts</option>
        </Select>
      </Field>
      <Field label="From">
        <Input
          type="date"
          className={styles.field}
          data-testid="find-from"
          max={find.to ?? ''}
          value={find.from ?? ''}
          onChange={(_, { value }) => onFind({ ...find, from: value || undefined })}
        />
      </Field>
      <Field label="To">
        <Input
          type="date"
          className={styles.field}
          data-testid="find-to"
          min={find.from ?? ''}
          value={find.to ?? ''}
          onChange={(_, { value }) => onFind({ ...find, to: value || undefined })}
        />
      </Field>
      {isFiltered && (
        <Button
          className={styles.all}
          icon={<FilterDismissRegular />}
          appearance="subtle"
          data-testid="find-all"
          onClick={() => onFind({})}
        >
          Show all
        </Button>
      )}
    </div>
  );
}
