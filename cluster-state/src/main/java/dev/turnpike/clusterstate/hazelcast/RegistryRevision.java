package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for the registry's revision alone, {@link #NONE} if it was never stored. */
final class RegistryRevision implements EntryProcessor<String, RegistryForm, Long>, ReadOnly, MemberForm {
    private static final long serialVersionUID = 1L;

    static final long NONE = -1;

    @Override
    public Long process(Map.Entry<String, RegistryForm> entry) {
        RegistryForm stored = entry.getValue();
        return stored == null ? NONE : RegistryForm.snapshot(stored).revision();
    }

    @Override
    public @Nullable EntryProcessor<String, RegistryForm, Long> getBackupProcessor() {
        return null;
    }

    @Override
    public int getClassId() {
        return MemberForms.REGISTRY_REVISION;
    }

    @Override
    public void writeParts(ObjectDataOutput out) {}

    @Override
    public void readParts(ObjectDataInput in) {}
}
