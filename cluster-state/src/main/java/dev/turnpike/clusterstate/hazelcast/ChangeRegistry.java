package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.RegistryChange;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the registry where it is kept, and answers with what it holds then. Backups receive the result. */
final class ChangeRegistry implements EntryProcessor<String, RegistryForm, RegistryForm>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient RegistryChange change;
    private transient @Nullable SetRegistry result;

    ChangeRegistry() {
        this(new RegistryChange(List.of(), Set.of(), RegistryChange.ANY_REVISION));
    }

    ChangeRegistry(RegistryChange change) {
        this.change = change;
    }

    @Override
    public RegistryForm process(Map.Entry<String, RegistryForm> entry) {
        Snapshot before = RegistryForm.snapshot(entry.getValue());
        Snapshot after = change.applyTo(before);
        RegistryForm form = new RegistryForm(after);
        result = null;
        if (after.revision() != before.revision()) {
            result = new SetRegistry(form);
            entry.setValue(form);
        }
        return form;
    }

    @Override
    public @Nullable EntryProcessor<String, RegistryForm, RegistryForm> getBackupProcessor() {
        return result;
    }

    @Override
    public int getClassId() {
        return GridForms.CHANGE_REGISTRY;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        Wire.writeList(out, change.changed(), RegistryForm::writeResource);
        Wire.writeList(out, List.copyOf(change.removed()), RegistryForm::writeId);
        out.writeLong(change.basedOn());
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        change = new RegistryChange(
                Wire.readList(in, RegistryForm::readResource),
                new HashSet<>(Wire.readList(in, RegistryForm::readId)),
                in.readLong());
    }
}
