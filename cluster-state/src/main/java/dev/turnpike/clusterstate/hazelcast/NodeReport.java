package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** What a node says of itself: its name, and its URLs for agents and operators. */
final class NodeReport implements MemberForm {
    private String name = "";
    private String agent = "";
    private String management = "";

    NodeReport() {}

    NodeReport(String name, String agent, String management) {
        this.name = name;
        this.agent = agent;
        this.management = management;
    }

    String name() {
        return name;
    }

    String agent() {
        return agent;
    }

    String management() {
        return management;
    }

    @Override
    public int getClassId() {
        return MemberForms.NODE_REPORT;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeString(name);
        out.writeString(agent);
        out.writeString(management);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        name = Wire.readString(in);
        agent = Wire.readString(in);
        management = Wire.readString(in);
    }
}
