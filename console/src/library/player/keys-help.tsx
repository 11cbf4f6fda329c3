/** The keys of the player, in a window of their own. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, type ReactElement } from 'react';
import { useQuestionStyles } from '../../app/question-styles.ts';
import { keyWords } from './player-keys.ts';

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '8px 16px', alignItems: 'center', margin: '0 0 16px' },
  keys: { margin: 0, display: 'flex', gap: '4px', justifySelf: 'start' },
  words: { margin: 0 },
  key: {
    minWidth: '26px',
    padding: '1px 7px',
    textAlign: 'center',
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground3,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    borderRadius: tokens.borderRadiusMedium,
  },
});

export function KeysHelp({ onClose }: { readonly onClose: () => void }): ReactElement {
  const styles = { ...useQuestionStyles(), ...useStyles() };
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element?.open === false) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.question}
      aria-labelledby={id}
      onCancel={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      data-testid="keys"
    >
      <h2 id={id} className={styles.title}>
        Keys
      </h2>
      <dl className={styles.list}>
        {keyWords.map(([keys, words]) => (
          <div key={words} style={{ display: 'contents' }}>
            <dt className={styles.keys}>
              {keys.map((key) =>
                key === '…' ? (
                  <span key={key}>…</span>
                ) : (
                  <kbd key={key} className={styles.key}>
                    {key}
                  </kbd>
                ),
              )}
            </dt>
            <dd className={styles.words}>{words}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </dialog>
  );
}
