package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the grid to a registry that is known elsewhere, unless it holds one as new; answers with what it holds then. */
final class AdvanceRegistry implements EntryProcessor<String, RegistryForm, RegistryForm>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient RegistryForm form = new RegistryForm();
    private transient @Nullable SetRegistry result;

    AdvanceRegistry() {}

    AdvanceRegistry(RegistryForm form) {
        this.form = form;
    }

    @Override
    public RegistryForm process(Map.Entry<String, RegistryForm> entry) {
        RegistryForm stored = entry.getValue();
        result = null;
        if (stored != null
                && RegistryForm.snapshot(stored).revision()
                        >= RegistryForm.snapshot(form).revision()) {
            return stored;
        }
        result = new SetRegistry(form);
        entry.setValue(form);
        return form;
    }

    @Override
    public @Nullable EntryProcessor<String, RegistryForm, RegistryForm> getBackupProcessor() {
        return result;
    }

    @Override
    public int getClassId() {
        return GridForms.ADVANCE_REGISTRY;
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
