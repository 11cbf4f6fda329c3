/** A window of its own over the page: the browser's dialog, which keeps the focus in it and gives it back to what opened it. */
import { useEffect, useId, useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useModalStyles } from './modal-styles.ts';

type ModalProps = {
  readonly title: string;
  /** What is read out with the title. */
  readonly text?: ReactNode;
  readonly children: ReactNode;
  /** It warns: a screen reader says so. */
  readonly isAlert?: boolean;
  readonly testId?: string;
  /** Escape. */
  readonly onClose: () => void;
};

export function Modal({ title, text, children, isAlert = false, testId, onClose }: ModalProps): ReactElement {
  const styles = useModalStyles();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // After a menu that opened it has closed and given the focus back: a dialog remembers where that is.
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  // Before it leaves the page: a dialog that is gone gives no focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      role={isAlert ? 'alertdialog' : undefined}
      className={styles.modal}
      aria-labelledby={`${id}-title`}
      aria-describedby={text === undefined ? undefined : `${id}-text`}
      data-testid={testId}
      onCancel={onClose}
      // Escape answers this window and nothing behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}-title`} className={styles.title}>
        {title}
      </h2>
      {text !== undefined && (
        <div id={`${id}-text`} className={styles.text}>
          {text}
        </div>
      )}
      {children}
    </dialog>
  );
}
