/** A question before something that cannot be taken back. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, type ReactElement } from 'react';

type QuestionProps = {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  /** After either answer, and after Escape. */
  readonly onClose: () => void;
};

const useStyles = makeStyles({
  // The browser's own dialog keeps the focus in it and closes at Escape.
  question: {
    width: 'min(440px, calc(100vw - 32px))',
    padding: '20px 24px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow64,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
  title: { margin: '0 0 8px', fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  text: { margin: '0 0 16px' },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
  yes: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundOnBrand },
  },
});

export function Question({ title, text, yes, no, onYes, onClose }: QuestionProps): ReactElement {
  const styles = useStyles();
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
      role="alertdialog"
      className={styles.question}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={onClose}
      // Escape answers this question and nothing behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}-title`} className={styles.title}>
        {title}
      </h2>
      <p id={`${id}-text`} className={styles.text}>
        {text}
      </p>
      <div className={styles.actions}>
        <Button data-testid="question-no" onClick={onClose}>
          {no}
        </Button>
        <Button
          data-testid="question-yes"
          appearance="primary"
          className={styles.yes}
          onClick={() => {
            onYes();
            onClose();
          }}
        >
          {yes}
        </Button>
      </div>
    </dialog>
  );
}
