/** A certificate as PEM, pasted or from a file; a private key in the file is left out and goes nowhere. */
import { Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useId, type ReactElement } from 'react';
import { certificatesIn } from './app-draft.ts';

const useStyles = makeStyles({
  text: { width: '100%', '& textarea': { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, minHeight: '96px' } },
  file: { marginTop: '6px', fontFamily: 'inherit', maxWidth: '100%', color: tokens.colorNeutralForeground2 },
  stack: { minWidth: 0 },
});

type CertificateFieldProps = {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (pem: string) => void;
  readonly id?: string;
};

export function CertificateField({ value, fault, onChange, id }: CertificateFieldProps): ReactElement {
  const styles = useStyles();
  const fileId = useId();
  const take = (file: File | undefined): void => {
    void file?.text().then((text) => onChange(certificatesIn(text)));
  };
  return (
    <div className={styles.stack}>
      <Field
        label="Certificate (PEM)"
        hint="An RSA certificate; the bot keeps the key."
        validationState={fault === undefined ? 'none' : 'error'}
        validationMessage={fault ?? null}
      >
        <Textarea
          {...(id === undefined ? {} : { id })}
          className={styles.text}
          resize="vertical"
          spellCheck={false}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={value}
          onChange={(_, data) => onChange(data.value)}
        />
      </Field>
      <label htmlFor={fileId} className="sr-only">
        Certificate file
      </label>
      <input
        id={fileId}
        className={styles.file}
        type="file"
        accept=".pem,.crt,.cer"
        onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
      />
    </div>
  );
}
