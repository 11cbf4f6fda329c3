/** The secret of an app, the one time that it is shown. */
import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useEffect, useRef, type ReactElement } from 'react';
import { CopyLine } from './copy-line.tsx';

export type FreshSecret = { readonly appId: string; readonly secret: string | undefined };

const useStyles = makeStyles({
  bar: { alignItems: 'start', padding: '8px 12px 10px' },
  body: { whiteSpace: 'normal', paddingTop: '4px', minWidth: 0, display: 'block', width: '100%' },
  line: { marginTop: '8px' },
});

export function FreshSecretPanel({ secret, name }: { readonly secret: string | undefined; readonly name: string }): ReactElement {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  // Whoever pressed the button is brought to what came of it.
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [secret]);
  return (
    <div
      ref={place}
      tabIndex={-1}
      role="group"
      aria-label={secret === undefined ? `${name} is registered` : `The secret of ${name}`}
      style={{ outline: 'none' }}
      data-testid="fresh"
    >
      <MessageBar intent="success" layout="multiline" className={styles.bar}>
        <MessageBarBody className={styles.body}>
          <MessageBarTitle>{secret === undefined ? `${name} is registered.` : 'Copy the secret now.'}</MessageBarTitle>{' '}
          {secret === undefined
            ? 'It proves who it is with its certificate.'
            : 'It is shown this once, and also stands in the variables below: only its beginning can be seen after you leave this page.'}
          {secret !== undefined && (
            <div className={styles.line}>
              <CopyLine name="Secret" value={secret} testId="secret" />
            </div>
          )}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
