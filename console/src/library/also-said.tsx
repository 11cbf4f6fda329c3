/** Points whoever looks for words among subjects and people to where they were said. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { TextQuoteRegular } from '@fluentui/react-icons/svg/text-quote';
import type { ReactElement } from 'react';
import { Go } from '../app/navigate.tsx';
import { libraryHref, type LibraryFind } from '../app/route.ts';
import { alsoSaidWords } from './said.ts';
import type { useSaid } from './use-kept.ts';

const useStyles = makeStyles({
  hint: {
    ':not(:empty)': {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      columnGap: '8px',
      marginBottom: '10px',
      padding: '8px 10px',
      borderRadius: tokens.borderRadiusLarge,
      backgroundColor: tokens.colorNeutralBackground2,
      overflowWrap: 'anywhere',
      '@media (forced-colors: active)': { border: '1px solid CanvasText' },
    },
    '& svg': { fontSize: '18px', flexShrink: 0 },
  },
  words: { display: 'flex', flexWrap: 'wrap', columnGap: '8px' },
  link: {
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightSemibold,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

type AlsoSaidProps = { readonly said: ReturnType<typeof useSaid>; readonly as: string; readonly find: LibraryFind };

export function AlsoSaid({ said, as, find }: AlsoSaidProps): ReactElement {
  const styles = useStyles();
  const { value } = said;
  const isFound = value !== undefined && value.text === find.text && find.kind !== 'voicemail' && value.hits.length > 0;
  return (
    <div role="status" className={styles.hint} data-testid="also-said">
      {isFound && (
        <>
          <TextQuoteRegular aria-hidden />
          <span className={styles.words}>
            <span>{alsoSaidWords(value)}</span>
            <Go href={libraryHref({ as, find: { ...find, kind: undefined, in: 'said' } })} className={styles.link}>
              Show what was said
            </Go>
          </span>
        </>
      )}
    </div>
  );
}
