package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores the keys on a backup. Answers nothing. */
final class SetKeys implements EntryProcessor<String, KeysForm, KeysForm>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient KeysForm form;

    SetKeys() {
        this(new KeysForm());
    }

    SetKeys(KeysForm form) {
        this.form = form;
    }

    @Override
    public @Nullable KeysForm process(Map.Entry<String, KeysForm> entry) {
        entry.setValue(form);
        return null;
    }

    @Override
    public int getClassId() {
        return GridForms.SET_KEYS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        form.writeData(out);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        form.readData(in);
    }
}
