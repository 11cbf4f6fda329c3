/** A question before something that cannot be taken back. */
import { Button } from '@fluentui/react-components';
import { useEffect, useId, useRef, type ReactElement } from 'react';
import { useQuestionStyles } from '../../app/question-styles.ts';

type QuestionProps = {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  /** After either answer, and after Escape. */
  readonly onClose: () => void;
};

export function Question({ title, text, yes, no, onYes, onClose }: QuestionProps): ReactElement {
  const styles = useQuestionStyles();
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
