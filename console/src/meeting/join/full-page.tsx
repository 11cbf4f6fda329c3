/** A page with one thing in its middle: before, beside and after the meeting. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useId, type ReactElement, type ReactNode } from 'react';
import { useKeptFocus } from '../../phone/use-kept-focus.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'safe center',
    flexGrow: 1,
    rowGap: '14px',
    padding: '24px 16px',
    textAlign: 'center',
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, maxWidth: '520px', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: '8px', marginTop: '4px' },
});

type FullPageProps = {
  readonly title: string;
  readonly sign?: ReactNode;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  readonly testId: string;
  readonly className?: string | undefined;
};

export function FullPage({ title, sign, text, actions, children, testId, className }: FullPageProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  const place = useKeptFocus();
  return (
    <div
      ref={place}
      tabIndex={-1}
      role="region"
      aria-labelledby={id}
      className={mergeClasses(styles.page, className)}
      style={{ outline: 'none' }}
      data-testid={testId}
    >
      {sign}
      <h1 id={id} className={styles.title}>
        {title}
      </h1>
      {text !== undefined && (
        <div role="status" className={styles.text}>
          {text}
        </div>
      )}
      {children}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
