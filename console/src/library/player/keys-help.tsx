/** The keys of the player, in a window of their own. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Modal } from '../../app/modal.tsx';
import { useModalStyles } from '../../app/modal-styles.ts';
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
  const styles = { ...useModalStyles(), ...useStyles() };
  return (
    <Modal title="Keys" testId="keys" onClose={onClose}>
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
    </Modal>
  );
}
