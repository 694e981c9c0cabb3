package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import java.util.Arrays;
import java.util.HexFormat;

/** The way between two members: forms go in, and come out as others have them. */
final class TestWire implements AutoCloseable {
    private final InternalSerializationService service = new DefaultSerializationServiceBuilder()
            .setConfig(new SerializationConfig()
                    .addDataSerializableFactory(GridForms.FACTORY, new GridForms())
                    .addDataSerializableFactory(MemberForms.FACTORY, new MemberForms()))
            .build();

    <T> T travelled(T form) {
        return service.toObject(service.toData(form));
    }

    /** Everything behind Hazelcast's own header: the numbers of the factory and the form, the version, the parts. */
    String hex(GridForm form) {
        byte[] bytes = service.toData(form).toByteArray();
        return HexFormat.of().formatHex(Arrays.copyOfRange(bytes, HeapData.DATA_OFFSET, bytes.length));
    }

    /** The form that has these bytes. */
    GridForm read(String hex) {
        byte[] form = HexFormat.of().parseHex(hex);
        byte[] bytes = service.toData(new OpenShard()).toByteArray();
        byte[] data = Arrays.copyOf(bytes, HeapData.DATA_OFFSET + form.length);
        System.arraycopy(form, 0, data, HeapData.DATA_OFFSET, form.length);
        return service.toObject(new HeapData(data));
    }

    @Override
    public void close() {
        service.dispose();
    }
}
