/** A name, a value, and a button that puts the value on the clipboard. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import type { ReactElement } from 'react';
import { useCopied } from './use-copied.ts';

const useStyles = makeStyles({
  line: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', alignItems: 'center', columnGap: '8px', minWidth: 0 },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    gridRow: 2,
    color: tokens.colorNeutralForeground1,
  },
  copy: { gridRow: '1 / span 2', gridColumn: 2 },
});

type CopyLineProps = { readonly name: string; readonly value: string; readonly testId?: string };

export function CopyLine({ name, value, testId }: CopyLineProps): ReactElement {
  const styles = useStyles();
  const { said, copy } = useCopied();
  return (
    <div className={styles.line}>
      <span className={styles.name}>
        {name} <span role="status">{said}</span>
      </span>
      <code className={styles.value} data-testid={testId}>
        {value}
      </code>
      <Button
        className={styles.copy}
        appearance="subtle"
        size="small"
        icon={said === 'Copied.' ? <CheckmarkRegular /> : <CopyRegular />}
        aria-label={`Copy ${name}`}
        onClick={() => copy(value)}
      />
    </div>
  );
}
