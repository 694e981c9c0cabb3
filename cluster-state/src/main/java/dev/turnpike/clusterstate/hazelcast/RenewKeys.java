package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.KeyRotation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renews the keys if they are due, and answers with them, the one that seals first. The secret comes with the question:
 * one that is drawn here would be another one each time that this runs.
 */
final class RenewKeys extends PartitionStep<String, KeysForm, KeysForm> {
    private static final long serialVersionUID = 1L;

    private transient KeyRing.Key next;
    private transient @Nullable SetKeys change;

    RenewKeys() {
        this(new KeyRing.Key("", new byte[32], 0));
    }

    /** @param next the key to begin with, should one be due */
    RenewKeys(KeyRing.Key next) {
        this.next = next;
    }

    @Override
    public KeysForm process(Map.Entry<String, KeysForm> entry) {
        requireCopy(entry.getKey());
        long now = now().latestMillis();
        List<KeyRing.Key> before = KeysForm.keys(entry.getValue());
        List<KeyRing.Key> after = KeyRotation.renewed(before, next, now);
        if (!after.equals(before)) {
            entry.setValue(new KeysForm(after));
        }
        // Even if nothing changed: who asks again may do so because the backups did not hear of it.
        change = new SetKeys(new KeysForm(after));
        return new KeysForm(KeyRotation.sealingFirst(after, now));
    }

    @Override
    public @Nullable EntryProcessor<String, KeysForm, KeysForm> getBackupProcessor() {
        return change;
    }

    @Override
    public int getClassId() {
        return GridForms.RENEW_KEYS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        KeysForm.writeKey(out, next);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        next = KeysForm.readKey(in);
    }
}
