/** What a newcomer may try, in order, each one click away. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Home } from '../../../src/wire/live/page-event.ts';
import { Go } from '../app/navigate.tsx';
import { Empty, Section } from '../app/section.tsx';
import { CallLink } from './call-link.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: '10px' },
  row: { display: 'flex', alignItems: 'center', columnGap: '14px', minWidth: 0 },
  number: {
    minWidth: '56px',
    padding: '6px 8px',
    textAlign: 'center',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase400,
    fontVariantNumeric: 'tabular-nums',
  },
  text: { flexGrow: 1, minWidth: 0, margin: 0 },
  hint: { margin: '14px 0 0', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  link: { color: tokens.colorBrandForegroundLink },
});

export function TrySection({ tryThis }: { readonly tryThis: Home['tryThis'] }): ReactElement {
  const styles = useStyles();
  return (
    <Section title="Try this">
      {tryThis.length === 0 ? (
        <Empty>There is no number to try yet: start Rollcall with a bot, and it appears here.</Empty>
      ) : (
        <ol className={styles.list}>
          {tryThis.map(({ number, text }, index) => (
            <li key={`${number} ${text}`} className={styles.row}>
              <span className={styles.number}>{number}</span>
              <p className={styles.text}>{text}</p>
              <CallLink name={number} number={number} isMain={index === 0} />
            </li>
          ))}
        </ol>
      )}
      <p className={styles.hint}>
        To talk to a colleague,{' '}
        <a className={styles.link} href="/phone" target="_blank" rel="noopener">
          open a second phone in another window
        </a>{' '}
        and be somebody else there. Afterwards, look at{' '}
        <Go className={styles.link} href="/calls">
          what happened in the calls
        </Go>
        .
      </p>
    </Section>
  );
}
