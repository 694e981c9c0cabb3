package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Ruling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer to {@link RuleMotion}: the ruling, and what watchers hear of it. */
final class RulingForm implements GridForm {
    private Ruling ruling;
    /** Whether the ruling's approval is news itself. */
    private boolean isNews;

    private List<Approval> others;

    RulingForm() {
        this(new Ruling(Ruling.Kind.UNKNOWN, Optional.empty()), /* isNews= */ false, List.of());
    }

    private RulingForm(Ruling ruling, boolean isNews, List<Approval> others) {
        this.ruling = ruling;
        this.isNews = isNews;
        this.others = others;
    }

    static RulingForm of(Ruling ruling, List<Approval> news) {
        String id = ruling.approval().map(Approval::id).orElse("");
        List<Approval> others = news.stream()
                .filter(approval -> !approval.id().equals(id))
                .map(Approval::withoutArguments)
                .toList();
        return new RulingForm(ruling, others.size() < news.size(), others);
    }

    Ruling ruling() {
        return ruling;
    }

    /** Without arguments. */
    List<Approval> news() {
        List<Approval> news = new ArrayList<>(others);
        ruling.approval()
                .filter(approval -> isNews)
                .map(Approval::withoutArguments)
                .ifPresent(news::add);
        return news;
    }

    @Override
    public int getClassId() {
        return GridForms.RULING;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeString(ruling.kind().name());
        ApprovalWire.writeAll(out, ruling.approval().stream().toList());
        out.writeBoolean(isNews);
        ApprovalWire.writeAll(out, others);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        Ruling.Kind kind = Ruling.Kind.valueOf(Wire.readString(in));
        ruling = new Ruling(kind, ApprovalWire.readAll(in).stream().findFirst());
        isNews = in.readBoolean();
        others = ApprovalWire.readAll(in);
    }
}
