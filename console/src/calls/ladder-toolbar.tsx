/** What of the ladder is shown: a text, one rail. */
import { makeStyles, SearchBox, ToggleButton, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Rail } from '../../../src/wire/live/ladder.ts';
import type { LadderPlace } from '../app/route.ts';

type LadderToolbarProps = {
  readonly place: LadderPlace;
  readonly rails: readonly Rail[];
  readonly shown: number;
  readonly all: number;
  readonly onChange: (change: Partial<LadderPlace>) => void;
};

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', marginBottom: '12px' },
  search: { flexGrow: 1, flexBasis: '200px', maxWidth: '360px' },
  rails: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  count: { marginLeft: 'auto', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
});

export function LadderToolbar({ place, rails, shown, all, onChange }: LadderToolbarProps): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.bar} role="search" aria-label="Filter the messages">
      <SearchBox
        className={styles.search}
        aria-label="Text in the messages"
        placeholder="Filter: playPrompt, 404, displayName…"
        value={place.text}
        onChange={(_, { value }) => onChange({ text: value })}
      />
      <div role="group" aria-label="Only messages of" className={styles.rails}>
        {rails.map(({ id, name }) => (
          <ToggleButton
            key={id}
            size="small"
            shape="circular"
            checked={place.rail === id}
            onClick={() => onChange({ rail: place.rail === id ? undefined : id })}
          >
            {name}
          </ToggleButton>
        ))}
      </div>
      <span className={styles.count} role="status">
        {shown === all ? `${String(all)} messages` : `${String(shown)} of ${String(all)} messages`}
      </span>
    </div>
  );
}
