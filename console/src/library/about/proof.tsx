/** After deleting: that it is gone, and where that was looked for. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactElement } from 'react';
import type { LibraryAnswer } from '../../../../src/wire/live/library.ts';
import { followLink } from '../../app/navigate.tsx';
import { libraryHref } from '../../app/route.ts';
import { PageHead, Section } from '../../app/section.tsx';

const useStyles = makeStyles({
  narrow: { maxWidth: '720px' },
  list: { margin: '0 0 12px', paddingLeft: '20px', overflowWrap: 'anywhere' },
  hash: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  text: { margin: '0 0 8px' },
});

type ProofProps = { readonly subject: string; readonly answer: LibraryAnswer; readonly as: string };

export function Proof({ subject, answer, as }: ProofProps): ReactElement {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  // Whoever does not see the page change hears that it did.
  useEffect(() => place.current?.focus(), []);
  return (
    <div className={styles.narrow} data-testid="proof" ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <PageHead title="Deleted">“{subject}” is gone. Nothing of it can be brought back.</PageHead>
      <Section title="Proof of absence">
        {answer.absent !== undefined && answer.absent.length > 0 && (
          <>
            <p className={styles.text}>Looked for after it was deleted, and not found:</p>
            <ul className={styles.list}>
              {answer.absent.map((where) => (
                <li key={where}>{where}</li>
              ))}
            </ul>
          </>
        )}
        {answer.auditHash !== undefined && (
          <p className={styles.text}>
            On record in the audit log as <span className={styles.hash}>{answer.auditHash}</span>
          </p>
        )}
        <Button as="a" appearance="primary" href={libraryHref({ as })} onClick={followLink}>
          Back to the library
        </Button>
      </Section>
    </div>
  );
}
