package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores on a backup what a change of the registry led to. Answers nothing. */
final class SetRegistry implements EntryProcessor<String, RegistryForm, RegistryForm>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient RegistryForm form = new RegistryForm();

    SetRegistry() {}

    SetRegistry(RegistryForm form) {
        this.form = form;
    }

    @Override
    public @Nullable RegistryForm process(Map.Entry<String, RegistryForm> entry) {
        entry.setValue(form);
        return null;
    }

    @Override
    public int getClassId() {
        return GridForms.SET_REGISTRY;
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
