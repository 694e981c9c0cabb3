package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The value of the approvals map: a {@link Docket}, changed in place by the thread of its partition. */
final class DocketForm implements GridForm {
    private Docket docket;
    /** Which revisions were sent to backups before they were shown to whoever records them. Known to this owner only. */
    private final Map<String, Long> shown = new HashMap<>();

    DocketForm() {
        this(new Docket());
    }

    DocketForm(Docket docket) {
        this.docket = docket;
    }

    Docket docket() {
        return docket;
    }

    /**
     * What is about to be recorded and made known, and that backups may have missed.
     *
     * @param anew whether to count nothing as sent before
     */
    List<Approval> unsure(boolean anew) {
        Map<String, Approval> unnoted = docket.approvals().stream()
                .filter(approval -> !approval.unnoted().isEmpty())
                .collect(Collectors.toMap(Approval::id, Function.identity()));
        shown.keySet().retainAll(unnoted.keySet());
        return unnoted.values().stream()
                .filter(approval -> {
                    Long before = shown.put(approval.id(), approval.revision());
                    return anew || before == null || before != approval.revision();
                })
                .toList();
    }

    @Override
    public int getClassId() {
        return GridForms.DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(docket.latestMillis());
        ApprovalWire.writeAll(out, List.copyOf(docket.approvals()));
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        docket = new Docket(in.readLong(), ApprovalWire.readAll(in));
    }
}
