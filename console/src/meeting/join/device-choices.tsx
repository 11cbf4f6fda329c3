/** Which camera, microphone and speaker: before and during the meeting. */
import { Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useStore } from '../../live/store.ts';
import { canChooseSpeaker, devices, type Device } from '../../phone/devices.ts';
import { useMeeting } from '../use-meeting.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', rowGap: '10px', minWidth: 0 },
  note: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export function DeviceChoices(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const { cameras, microphones, speakers, areNamed, camera, microphone, speaker } = useStore(devices, (value) => value);
  return (
    <div className={styles.fields}>
      <Choice label="Camera" listed={cameras} chosen={camera} onChoose={(id) => void meeting.chooseCamera(id)} />
      <Choice label="Microphone" listed={microphones} chosen={microphone} onChoose={(id) => void meeting.chooseMicrophone(id)} />
      {canChooseSpeaker && <Choice label="Speaker" listed={speakers} chosen={speaker} onChoose={(id) => void meeting.chooseSpeaker(id)} />}
      {!areNamed && <p className={styles.note}>Your browser tells the names of devices once a camera or microphone has been allowed.</p>}
    </div>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly listed: readonly Device[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
};

/** The empty id is the system's own choice. */
function Choice({ label, listed, chosen, onChoose }: ChoiceProps): ReactElement {
  const isListed = chosen === undefined || listed.some(({ id }) => id === chosen);
  return (
    <Field label={label}>
      <Select value={chosen ?? ''} data-testid={`choose-${label.toLowerCase()}`} onChange={(_, { value }) => onChoose(value)}>
        <option value="">The system’s own choice</option>
        {listed.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {!isListed && <option value={chosen}>The one chosen before (not connected)</option>}
      </Select>
    </Field>
  );
}
