/** A question before something is done, in a window of its own; what can't be taken back has a red answer. */
import { Button } from '@fluentui/react-components';
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { useQuestionStyles } from './question-styles.ts';

type QuestionProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly yes: string;
  readonly no?: string;
  readonly isGrave?: boolean;
  readonly isBusy?: boolean;
  readonly onYes: () => void;
  /** The other answer, and Escape. */
  readonly onClose: () => void;
};

export function Question({
  title,
  children,
  yes,
  no = 'Cancel',
  isGrave = false,
  isBusy = false,
  onYes,
  onClose,
}: QuestionProps): ReactElement {
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
      role={isGrave ? 'alertdialog' : undefined}
      className={styles.question}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={onClose}
      // Escape answers this question and nothing behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onYes();
        }}
      >
        <h2 id={`${id}-title`} className={styles.title}>
          {title}
        </h2>
        <div id={`${id}-text`} className={styles.text}>
          {children}
        </div>
        <div className={styles.actions}>
          <Button data-testid="question-no" onClick={onClose}>
            {no}
          </Button>
          <Button
            type="submit"
            data-testid="question-yes"
            appearance="primary"
            className={isGrave ? styles.yes : ''}
            disabledFocusable={isBusy}
          >
            {yes}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
