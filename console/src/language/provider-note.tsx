/** Shows where speech goes: a sign and a sentence; what leaves the machine stands out. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CloudArrowUpRegular } from '@fluentui/react-icons/svg/cloud-arrow-up';
import { LaptopRegular } from '@fluentui/react-icons/svg/laptop';
import type { ReactElement } from 'react';
import type { ProviderWords } from './provider-words.ts';

const useStyles = makeStyles({
  note: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '5px',
    minWidth: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
    '& svg': { flexShrink: 0, fontSize: '16px' },
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  leaves: { fontWeight: tokens.fontWeightSemibold },
});

export function ProviderNote({ note, isPlain = false }: { readonly note: ProviderWords; readonly isPlain?: boolean }): ReactElement {
  const styles = useStyles();
  return (
    <span
      className={mergeClasses(styles.note, note.leaves ? styles.leaves : !isPlain && styles.quiet)}
      data-testid="provider-note"
      data-leaves={note.leaves}
    >
      {note.leaves ? <CloudArrowUpRegular aria-hidden /> : <LaptopRegular aria-hidden />}
      <span>{note.words}</span>
    </span>
  );
}
