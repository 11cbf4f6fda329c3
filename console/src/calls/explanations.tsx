/** What the codes in a message mean: a sentence for each, likely causes, what to do, and where this is known from. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { LadderExplanation } from '../../../src/wire/live/ladder.ts';

const useStyles = makeStyles({
  one: {
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
  },
  happened: { margin: 0, fontSize: tokens.fontSizeBase300 },
  code: { fontFamily: tokens.fontFamilyMonospace, fontWeight: tokens.fontWeightSemibold },
  part: { margin: '6px 0 0', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
  list: { margin: '2px 0 0', paddingLeft: '20px', fontSize: tokens.fontSizeBase200 },
  source: { margin: '6px 0 0', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

export function Explanations({ of }: { readonly of: readonly LadderExplanation[] }): ReactElement {
  const styles = useStyles();
  return (
    <>
      {of.map(({ about, happened, causes, remedies, source }) => (
        <section key={about} className={styles.one} aria-label={`What ${about} means`} data-testid="explanation">
          <p className={styles.happened}>
            <span className={styles.code}>{about}</span> {happened}
          </p>
          <Points title="Likely causes" points={causes} />
          <Points title="What to do" points={remedies} />
          <p className={styles.source}>Source: {source}</p>
        </section>
      ))}
    </>
  );
}

function Points({ title, points }: { readonly title: string; readonly points: readonly string[] }): ReactElement | null {
  const styles = useStyles();
  if (points.length === 0) return null;
  return (
    <>
      <h3 className={styles.part}>{title}</h3>
      <ul className={styles.list}>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}
