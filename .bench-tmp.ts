import { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } from "@pulumi/policy/server";
import * as structproto from "google-protobuf/google/protobuf/struct_pb";
import * as ap from "@pulumi/pulumi/proto/analyzer_pb";
import { guardrails } from "/work/main/policy-pack/guardrails";
import { policies } from "/work/main/policy-pack/lib/pack";
import { drafts } from "/work/main/test/policy/fixtures/stack";
const one = [{name:"a",description:"d",enforcementLevel:"mandatory" as const,validateResource(){}}];
async function run(label: string, all: any, keys: string[], n: number) {
  const f = (makeAnalyzeRpcFun as any)("p","1","mandatory",all);
  const res:any[]=[]; let bad=0; let bytes=0;
  const reqs = Array.from({length:n},(_, i)=>{ const key=keys[i%keys.length]!; const d=(drafts() as any)[key]; const r=new (ap as any).AnalyzeRequest(); r.setType(d.type); r.setName(key+i); r.setUrn(`urn:pulumi:orders-production::p::${d.type}::${key}${i}`); r.setProperties((structproto as any).Struct.fromJavaScript(d.props)); const o=new (ap as any).AnalyzerResourceOptions(); o.setProtect(true); r.setOptions(o); return r;});
  const t=process.hrtime.bigint();
  for (const r of reqs) await new Promise<void>((ok,no)=>f({request:r},(e:any,x:any)=>{ if(e) no(e); bytes+=x.serializeBinary().length; bad+=x.getDiagnosticsList().length; ok(); }));
  const ms=Number(process.hrtime.bigint()-t)/1e6;
  const g=(makeAnalyzeStackRpcFun as any)("p","1","mandatory",all);
  const sr=new (ap as any).AnalyzeStackRequest(); sr.setResourcesList(reqs.map((r:any)=>{const a=new (ap as any).AnalyzerResource(); a.setType(r.getType());a.setName(r.getName());a.setUrn(r.getUrn());a.setProperties(r.getProperties());a.setOptions(r.getOptions());return a;}));
  const t2=process.hrtime.bigint(); let sbad=0;
  await new Promise<void>((ok,no)=>g({request:sr},(e:any,x:any)=>{if(e)no(e);sbad=x.getDiagnosticsList().length;ok()}));
  console.log(label.padEnd(22),n,(ms/n).toFixed(3),"ms/resource; response",(bytes/n).toFixed(0),"B; diag",bad,"; stack",(Number(process.hrtime.bigint()-t2)/1e6).toFixed(0),"ms diag",sbad);
}
(async()=>{
 for (const [l,k] of [["topic",["topic"]],["deployment",["deployment"]],["configmap",["config"]],["product",["product"]],["mix",Object.keys(drafts())]] as const) {
  await run("empty "+l,one,[...k],500); await run("ours "+l,policies(guardrails),[...k],500);
 }
 await run("ours mix",policies(guardrails),Object.keys(drafts()),1000);await run("ours mix",policies(guardrails),Object.keys(drafts()),5000);
})();
