package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The value of the registry map: all documents, so that a change is one step for everybody who looks. */
final class RegistryForm implements GridForm {
    private Snapshot snapshot;

    RegistryForm() {
        this(new Snapshot(0, Map.of()));
    }

    RegistryForm(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static Snapshot snapshot(@Nullable RegistryForm stored) {
        return stored == null ? new Snapshot(0, Map.of()) : stored.snapshot;
    }

    @Override
    public int getClassId() {
        return GridForms.REGISTRY;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(snapshot.revision());
        Wire.writeList(out, List.copyOf(snapshot.resources().values()), RegistryForm::writeResource);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        long revision = in.readLong();
        snapshot = new Snapshot(
                revision,
                Wire.readList(in, RegistryForm::readResource).stream()
                        .collect(Collectors.toMap(Resource::id, Function.identity())));
    }

    static void writeResource(ObjectDataOutput out, Resource resource) throws IOException {
        writeId(out, resource.id());
        out.writeString(resource.json());
        out.writeLong(resource.revision());
        out.writeString(resource.origin().name());
    }

    static Resource readResource(ObjectDataInput in) throws IOException {
        Resource.Id id = readId(in);
        return new Resource(
                id.kind(), id.name(), Wire.readString(in), in.readLong(), Resource.Origin.valueOf(Wire.readString(in)));
    }

    static void writeId(ObjectDataOutput out, Resource.Id id) throws IOException {
        out.writeString(id.kind().name());
        out.writeString(id.name());
    }

    static Resource.Id readId(ObjectDataInput in) throws IOException {
        return new Resource.Id(Resource.Kind.valueOf(Wire.readString(in)), Wire.readString(in));
    }
}
